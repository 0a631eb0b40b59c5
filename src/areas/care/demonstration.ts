export async function fillDemonstrationCare() {}
