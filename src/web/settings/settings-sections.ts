import type { ComponentType } from 'react';
import { ApiKeysSection } from './api-keys-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { ThresholdsSection } from './thresholds-section.tsx';

/** A part of the settings, with an address of its own. */
export interface SettingsSection {
  readonly path: string;
  readonly label: string;
  readonly isForAdmins: boolean;
  readonly component: ComponentType;
}

/** In the order in which they are offered. The listener knows their addresses too: `DASHBOARD_PATHS`. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { path: '/settings', label: 'Thresholds', isForAdmins: false, component: ThresholdsSection },
  { path: '/settings/people', label: 'People', isForAdmins: true, component: PeopleSection },
  { path: '/settings/keys', label: 'API keys', isForAdmins: true, component: ApiKeysSection },
  { path: '/settings/sessions', label: 'Sessions', isForAdmins: true, component: SessionsSection },
  { path: '/settings/audit', label: 'Audit trail', isForAdmins: true, component: AuditSection },
];
