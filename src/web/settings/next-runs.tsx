import { Cron } from 'croner';

interface NextRunsProps {
  /** Cron pattern of five fields, as it is typed. */
  readonly cron: string;
  /** IANA name, as it is typed. */
  readonly timeZone: string;
  readonly enabled: boolean;
}

/** The next times of a schedule, in its own time zone, while it is typed. */
export function NextRuns({ cron, timeZone, enabled }: NextRunsProps) {
  const times = nextTimes(cron, timeZone);
  return (
    <div className="settings-next" role="status">
      {times.length === 0 ? (
        <p className="mb-0">This pattern and time zone have no next time.</p>
      ) : (
        <>
          <h3>{enabled ? 'Next times' : 'Next times, once it is enabled'}</h3>
          <ul>
            {times.map((time) => (
              <li key={time.toISOString()}>{inZone(time, timeZone)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const SHOWN = 3;

/** Empty for a pattern or a time zone that is not one yet. */
function nextTimes(cron: string, timeZone: string): Date[] {
  try {
    return new Cron(cron.trim(), { paused: true, mode: '5-part', timezone: timeZone.trim() }).nextRuns(SHOWN);
  } catch {
    return [];
  }
}

function inZone(time: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    timeZone: timeZone.trim(),
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(time);
}
