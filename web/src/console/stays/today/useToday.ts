import { useData } from '../../../core/data/useData';
import { daysAfter, isoDay } from '../../../core/format';
import { StaysOfTodayDocument } from '../stays.gen';

/** What is due at the desk: one question for all three cards. */
export function useToday() {
  const today = isoDay();
  return useData(StaysOfTodayDocument, {
    dueOut: { dueOutBy: daysAfter(today, 14) },
    arriving: { statuses: ['RESERVED'] },
    unregistered: { registrationDueBy: daysAfter(today, 7) },
  });
}
