import { join } from 'node:path'
import { type Config, ConfigError } from '../config/config.ts'
import { diskStore } from './disk-store.ts'
import type { FileStore } from './file-store.ts'
import { s3Store } from './s3-store.ts'

/** S3 where an endpoint is set, else the folder `files` of the data folder. @throws ConfigError when S3 is only half set */
export function openFileStore(config: Config): FileStore {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = config
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config
  if (endpoint === undefined) return diskStore(join(config.YIYANG_DATA, 'files'))
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    throw new ConfigError('S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY too.')
  }
  return s3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey })
}
