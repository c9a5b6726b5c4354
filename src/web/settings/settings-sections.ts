import type { ComponentType } from 'react';
import { ApiKeysSection } from './api-keys-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { BenchmarksSection } from './benchmarks-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { ThresholdsSection } from './thresholds-section.tsx';

/** A section of the settings, with its own address. */
export interface SettingsSection {
  readonly path: string;
  readonly label: string;
  readonly isForAdmins: boolean;
  readonly component: ComponentType;
}

/** The sections in the order of the navigation. The listener has their addresses too: `DASHBOARD_PATHS`. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { path: '/settings', label: 'Thresholds', isForAdmins: false, component: ThresholdsSection },
  { path: '/settings/people', label: 'People', isForAdmins: true, component: PeopleSection },
  { path: '/settings/keys', label: 'API keys', isForAdmins: true, component: ApiKeysSection },
  { path: '/settings/sessions', label: 'Sessions', isForAdmins: true, component: SessionsSection },
  { path: '/settings/benchmarks', label: 'Benchmarks', isForAdmins: true, component: BenchmarksSection },
  { path: '/settings/audit', label: 'Audit trail', isForAdmins: true, component: AuditSection },
];
