export { type JobKind, JobRefused, jobKind, type RunningJob } from './job-kind.ts'
export { installJobs, type JobOrder, type JobQueue, openJobQueue } from './job-queue.ts'
export { jobsArea } from './routes.ts'
export { startWorker } from './worker.ts'
