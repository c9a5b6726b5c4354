/** A run of a job to come. */
export interface ComingJob {
  readonly at: Date;
  /** The time that it is for. */
  readonly scheduledFor: Date;
  /** The servers that it asks, of vendors and of those who are notified: `na.myconnectwise.net`. */
  readonly vendorHosts: readonly string[];
}

/** What is done for every organization at times of its own, as a job of the queue. */
export interface OrganizationJob {
  /** Its name in the queue. */
  readonly task: string;
  /** Those with lower numbers are run first. */
  readonly priority: number;
  /** Whether one that waits for an earlier time stays: where nothing but the queue knows that it has not been done. */
  readonly keepsEarlier: boolean;
  /** When it is due next, the past included; null for never. */
  next(organizationId: number, options: NextOptions): Promise<ComingJob | null>;
  /** `busy`: another program does it now, so that it is to be asked again soon. */
  run(job: RunningJob): Promise<'done' | 'busy'>;
  /** Called instead of another attempt, after the last one has failed. */
  giveUp(organizationId: number, scheduledFor: Date): Promise<void>;
}

export interface NextOptions {
  /** Whether the last one has failed too often. */
  readonly isGivenUp: boolean;
  /** Whether something of the organization has changed, so that it may be due sooner; false after a run, and at a start. */
  readonly isChanged: boolean;
}

export interface RunningJob {
  readonly organizationId: number;
  readonly scheduledFor: Date;
  /** Aborted when the program stops: another one goes on. */
  readonly signal: AbortSignal;
}
