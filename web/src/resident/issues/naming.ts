import { useTranslation } from 'react-i18next';
import type { IssueStatus } from '../../core/schema.gen';
import type { PhoneIssueFragment } from './issues.gen';

export const TONE: Record<IssueStatus, string> = { REPORTED: 'warn', ACCEPTED: 'accent', IN_PROGRESS: 'accent', PAUSED: '', RESOLVED: 'warn', VERIFIED: 'good', REOPENED: 'bad', CLOSED: '' };

/** The name of a category in the user's language. */
export function useCategoryName(): (category: { nameZh: string; nameEn: string } | null | undefined) => string {
  const { i18n } = useTranslation();
  return (category) => (category ? (i18n.language === 'en' ? category.nameEn : category.nameZh) : '');
}

export const placeOf = (issue: PhoneIssueFragment): string => [issue.building?.name, issue.unit?.number, issue.placeNote].filter(Boolean).join(' ');
