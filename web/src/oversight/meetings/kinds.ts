import type { MeetingKind } from '../../core/schema.gen';

/** Three meetings and one lesson, and the themed Party day. */
export const KINDS: readonly MeetingKind[] = ['MEMBERS_MEETING', 'COMMITTEE_MEETING', 'GROUP_MEETING', 'PARTY_LECTURE', 'THEME_DAY'];
