/** A round of appraisal in words, the same on every face that shows it. */
import { useTranslation } from 'react-i18next';
import { date } from '../format';
import type { AppraisalSaidFragment } from './appraisal.gen';

interface Said {
  /** How long after it was finished. */
  title: string;
  /** Since when residents are asked, or when they will be. */
  when: string;
  /** The mean, with one digit; empty where nobody has appraised yet. */
  score: string;
  /** How many, and how far it went from the round before. */
  detail: string;
}

/** A tenth of a point is the least that is told. */
const tenths = (value: number): number => Math.round(value * 10) / 10;

export function useAppraisalSaid(): (one: AppraisalSaidFragment) => Said {
  const { t } = useTranslation('proposals');
  const moved = (change: number): string => (change === 0 ? t('appraisals.same') : t(change > 0 ? 'appraisals.up' : 'appraisals.down', { value: Math.abs(change).toFixed(1) }));
  return (one) => ({
    title: one.afterDays === 0 ? t('appraisals.atOnce') : t('appraisals.after', { count: one.afterDays }),
    when: one.askedAt ? t('appraisals.since', { date: date(one.askedAt) }) : t('appraisals.planned', { date: date(one.dueAt) }),
    score: one.rating === null ? '' : one.rating.toFixed(1),
    detail: one.rating === null ? t('appraisals.nobody') : [t('appraisals.count', { count: one.ratings }), one.change !== null && moved(tenths(one.change))].filter(Boolean).join(' · '),
  });
}
