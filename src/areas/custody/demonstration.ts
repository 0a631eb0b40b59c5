export async function fillDemonstrationCustody() {}
