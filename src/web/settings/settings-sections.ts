import { type ComponentType, lazy } from 'react';
import { ApiKeysSection } from './api-keys-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { BenchmarksSection } from './benchmarks-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { ThresholdsSection } from './thresholds-section.tsx';

const GeneralSection = lazy(async () => ({ default: (await import('./general-section.tsx')).GeneralSection }));
const VendorsSection = lazy(async () => ({ default: (await import('./vendors-section.tsx')).VendorsSection }));
const ScheduleSection = lazy(async () => ({ default: (await import('./schedule-section.tsx')).ScheduleSection }));
const CountingSection = lazy(async () => ({ default: (await import('./counting-section.tsx')).CountingSection }));
const NotificationsSection = lazy(async () => ({
  default: (await import('./notifications-section.tsx')).NotificationsSection,
}));

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
  { path: '/settings/general', label: 'General', isForAdmins: true, component: GeneralSection },
  { path: '/settings/vendors', label: 'Vendors', isForAdmins: true, component: VendorsSection },
  { path: '/settings/schedule', label: 'Schedule', isForAdmins: true, component: ScheduleSection },
  { path: '/settings/counting', label: 'Boards and devices', isForAdmins: true, component: CountingSection },
  { path: '/settings/notifications', label: 'Notifications', isForAdmins: true, component: NotificationsSection },
  { path: '/settings/people', label: 'People', isForAdmins: true, component: PeopleSection },
  { path: '/settings/keys', label: 'API keys', isForAdmins: true, component: ApiKeysSection },
  { path: '/settings/sessions', label: 'Sessions', isForAdmins: true, component: SessionsSection },
  { path: '/settings/benchmarks', label: 'Benchmarks', isForAdmins: true, component: BenchmarksSection },
  { path: '/settings/audit', label: 'Audit trail', isForAdmins: true, component: AuditSection },
];
