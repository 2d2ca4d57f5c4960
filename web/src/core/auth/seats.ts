/** Where an account may act: its memberships of this face's roles, one seat an operator. */
import type { Role } from '../schema.gen';
import type { MyselfFragment } from './auth.gen';
import type { Face } from './session';

export interface Seat {
  key: string;
  operatorCode: string | null;
  nameZh: string;
  nameEn: string;
  colour: string | null;
  roles: Role[];
  permissions: Set<string>;
  modules: string[];
}

export function seatsOf(me: MyselfFragment, face: Face): Seat[] {
  const seats = new Map<string, Seat>();
  for (const held of me.memberships) {
    if (!held.isOpen || !face.roles.includes(held.role)) continue;
    const key = held.operatorCode ?? 'platform';
    const seat = seats.get(key) ?? {
      key,
      operatorCode: held.operatorCode ?? null,
      nameZh: held.operatorNameZh ?? '',
      nameEn: held.operatorNameEn ?? '',
      colour: held.brandColour ?? null,
      roles: [],
      permissions: new Set<string>(),
      modules: held.modules,
    };
    seat.roles.push(held.role);
    for (const permission of held.permissions) seat.permissions.add(permission);
    seats.set(key, seat);
  }
  return [...seats.values()];
}
