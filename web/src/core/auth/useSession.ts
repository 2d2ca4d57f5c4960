/** The session, for components. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { current, watch, type Session } from './session';
import type { Seat } from './seats';

export const useSession = (): Session => useSyncExternalStore(watch, current);

/** Where one acts now; pages are shown only where there is one. */
export function useSeat(): Seat {
  const { seat } = useSession();
  if (!seat) throw new Error('no seat');
  return seat;
}

/** Whether the seat permits an act; `open` for what needs no permission. */
export function useMay(): (permission: string | undefined) => boolean {
  const { seat } = useSession();
  return (permission) => permission === undefined || (seat?.permissions.has(permission) ?? false);
}

/** The operator's name in the user's language. */
export function useSeatName(): (seat: Seat | null) => string {
  const { t, i18n } = useTranslation();
  return (seat) => (seat ? (i18n.language === 'en' ? seat.nameEn : seat.nameZh) || t('app.platform') : t('app.name'));
}
