import { createNinjaOneApi, type NinjaOneApi, type NinjaOneApiOptions, type NinjaOneSettings } from './api.ts';
import { type DeviceSite, type LocatedDevice, mapDevices } from './map.ts';

export type { NinjaOneSettings } from './api.ts';
export type { DeviceSite, LocatedDevice } from './map.ts';

/** The current devices in NinjaOne, which keeps no history: earlier days are known only from stored snapshots. */
export interface DeviceReading {
  readonly devices: readonly LocatedDevice[];
  /** The named locations of all organizations. */
  readonly sites: readonly DeviceSite[];
  /** When the reading began; its local date is the snapshot's date. */
  readonly readAt: Date;
  /** Sentences about devices with an unknown organization, location or class. */
  readonly notes: readonly string[];
}

export interface NinjaOneCheck {
  /** The server's clock minus this machine's, in whole seconds; null if unknown. */
  readonly clockSkewSeconds: number | null;
}

export interface NinjaOneSource {
  /**
   * Reads devices, organizations and locations completely.
   * @throws VendorError; there is no partial reading
   */
  readDevices(request: {
    readonly signal: AbortSignal;
    /** `done` of `total` requests; `total` grows with the pages of a list. */
    readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
  }): Promise<DeviceReading>;
  /**
   * Checks that the credentials are accepted and devices can be read.
   * @throws VendorError otherwise
   */
  check(signal: AbortSignal): Promise<NinjaOneCheck>;
}

/** @throws InvalidParameterError for a base URL that is malformed or neither https nor on this machine */
export function createNinjaOneSource(settings: NinjaOneSettings, options: NinjaOneApiOptions = {}): NinjaOneSource {
  const api = createNinjaOneApi(settings, options);
  const now = options.now ?? (() => new Date());
  return {
    readDevices: ({ signal, onProgress }) => readDevices(api, { signal, onProgress, readAt: now() }),
    check: async (signal) => {
      const before = now().getTime();
      const serverTime = await api.probe(signal);
      const halfway = (before + now().getTime()) / 2;
      return { clockSkewSeconds: serverTime === null ? null : Math.round((serverTime.getTime() - halfway) / 1000) };
    },
  };
}

/** A list has at least one page of rows and the empty page that ends it. */
const USUAL_PAGES = 2;

async function readDevices(
  api: NinjaOneApi,
  request: Parameters<NinjaOneSource['readDevices']>[0] & { readonly readAt: Date },
): Promise<DeviceReading> {
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const onPage = createPageCounter(request.onProgress, 3);
  try {
    // Devices first, so that the organization and location of a device that was just added are listed too.
    const devices = await api.devices({ signal, onPage: onPage() });
    const [organizations, locations] = await Promise.all([
      api.organizations({ signal, onPage: onPage() }),
      api.locations({ signal, onPage: onPage() }),
    ]);
    return { ...mapDevices({ devices, organizations, locations }), readAt: request.readAt };
  } finally {
    // When one list fails, stop reading the other.
    stop.abort();
  }
}

/** Adds up the pages of several lists; each call of the result returns the counter of the next list. */
function createPageCounter(
  onProgress: (progress: { done: number; total: number }) => void,
  lists: number,
): () => () => void {
  let done = 0;
  let total = lists * USUAL_PAGES;
  return () => {
    let pages = 0;
    return () => {
      pages += 1;
      done += 1;
      if (pages > USUAL_PAGES) total += 1;
      onProgress({ done, total });
    };
  };
}
