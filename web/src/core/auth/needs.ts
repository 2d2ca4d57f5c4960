/** What a seat still needs before it has any rights. */
import type { Role } from '../schema.gen';
import type { Session } from './session';

const SENSITIVE: readonly Role[] = ['PLATFORM_ADMIN', 'OPERATOR_ADMIN', 'SOCIAL_WORKER', 'STATION_SUPERVISOR'];

export type Missing = 'nothing' | 'seat' | 'choice' | 'authenticator' | 'code';

export function missingOf({ me, seat, seats }: Session): Missing {
  if (!me || seats.length === 0) return 'seat';
  if (!seat) return 'choice';
  if (me.secondFactorDue && seat.roles.some((role) => SENSITIVE.includes(role))) return me.hasTotp ? 'code' : 'authenticator';
  return 'nothing';
}
