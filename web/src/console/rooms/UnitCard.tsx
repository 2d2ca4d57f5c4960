import { ClearOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { PlaceState } from '../../core/schema.gen';
import type { RoomMapQuery } from './rooms.gen';

export type UnitOnMap = RoomMapQuery['roomMap']['floors'][number]['units'][number];
export type BedOnMap = UnitOnMap['beds'][number];

interface Shown {
  unit: UnitOnMap;
  chosen: PlaceState | null;
  open: string | null;
  onOpen: (bed: string) => void;
}

/** A room or suite with its beds; each bed says who lives there, or that it is free. */
export function UnitCard({ unit, chosen, open, onOpen }: Shown) {
  const { t } = useTranslation('rooms');
  return (
    <section className="unit" aria-label={`${unit.unit.number} ${t(`unitKind.${unit.unit.kind}`)}`}>
      <h3>{unit.unit.number}<small>{t(`unitKind.${unit.unit.kind}`)}</small></h3>
      <div className="beds">
        {unit.beds.map((one) => {
          const who = one.stay?.lead?.name;
          const said = { unit: unit.unit.number, state: t(`states.${one.state}`) };
          return (
            <button
              key={one.bed.id}
              type="button"
              className={`bed ${one.state}${chosen && chosen !== one.state ? ' dim' : ''}`}
              aria-expanded={open === one.bed.id}
              onClick={() => onOpen(one.bed.id)}
            >
              <span>{one.bed.label}{one.bed.condition === 'DIRTY' && <ClearOutlined title={t('conditions.DIRTY')} />}</span>
              <b>{who ?? said.state}</b>
            </button>
          );
        })}
      </div>
    </section>
  );
}
