import { readConfig, showConfig } from '../../platform/config/config.ts'

export const command = {
  name: 'config',
  summary: 'print the settings in force, secrets hidden',
  run: async (args: string[]): Promise<number> => {
    process.stdout.write(`${JSON.stringify(showConfig(readConfig(process.env, args)), null, 2)}\n`)
    return 0
  },
}
