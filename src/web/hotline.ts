/** The unified public-service line of every Chinese city since 2021 (国办发〔2020〕53号). */
export const HOTLINE = { name: '政务服务便民热线', number: '12345' } as const
