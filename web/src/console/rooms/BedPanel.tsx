import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { PlaceState } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { States } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import type { Building } from '../housing/usePlaces';
import type { Place } from '../stays/CheckInModal';
import { StayActs } from '../stays/StayActs';
import { StayOnMapDocument, type RoomMapQuery, type StayOnMapQuery } from './rooms.gen';
import type { BedOnMap, UnitOnMap } from './UnitCard';

const CheckInModal = dialog(async () => ({ default: (await import('../stays/CheckInModal')).CheckInModal }));
const ConditionModal = dialog(async () => ({ default: (await import('./ConditionModal')).ConditionModal }));

export const TONES: Record<PlaceState, Tone> = { VACANT: 'plain', RESERVED: 'cold', DUE_IN: 'cold', OCCUPIED: 'accent', DUE_OUT: 'warn', OVERSTAYED: 'bad', ALLOTTED: 'plain', OUT_OF_SERVICE: 'plain' };

interface Shown {
  map: RoomMapQuery['roomMap'];
  building: Building;
  bed: string | null;
  onClose: () => void;
}

type Stay = Extract<StayOnMapQuery['node'], { __typename: 'Stay' }>;

/** One bed: its state, who lives there, and what can be done. */
export function BedPanel({ map, building, bed, onClose }: Shown) {
  const { t } = useTranslation('rooms');
  const unit = map.floors.flatMap((floor) => floor.units).find((one) => one.beds.some((each) => each.bed.id === bed));
  const found = unit?.beds.find((one) => one.bed.id === bed);
  const label = unit && found ? t('place', { building: building.name, unit: unit.unit.number, bed: found.bed.label }) : '';
  return (
    <Drawer open={Boolean(found)} onClose={onClose} title={label} size={440} destroyOnHidden>
      {unit && found && <Inside key={found.bed.id} unit={unit} found={found} label={label} whole={t('placeUnit', { building: building.name, unit: unit.unit.number })} />}
    </Drawer>
  );
}

function Inside({ unit, found, label, whole }: { unit: UnitOnMap; found: BedOnMap; label: string; whole: string }) {
  const { t } = useTranslation('rooms');
  const may = useMay();
  const [place, setPlace] = useState<Place | null>(null);
  const [isChanging, setIsChanging] = useState(false);
  const { bed, state, stay, until } = found;
  const isFree = state === 'VACANT' || state === 'ALLOTTED';
  const allFree = unit.beds.every((one) => one.state === 'VACANT');
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{t('stays:status')}</dt>
        <dd><Tag tone={TONES[state]}>{t(`states.${state}`)}</Tag>{until && <span className="muted"> {t('until', { date: date(until) })}</span>}</dd>
        <dt>{t('condition')}</dt>
        <dd>
          {t(`conditions.${bed.condition}`)}
          {may('housing:set_bed_state') && <Button type="link" size="small" onClick={() => setIsChanging(true)}>{t('setCondition')}</Button>}
        </dd>
      </dl>
      {isFree && may('housing:check_in') && (
        <Button type="primary" size="large" block onClick={() => setPlace({ unitId: unit.unit.id, bedId: bed.id, label, ...(allFree && unit.beds.length > 1 ? { whole } : {}) })}>{t('stays:checkIn')}</Button>
      )}
      {stay && <StayOfBed id={stay.id} place={label} />}
      <CheckInModal place={place} onClose={() => setPlace(null)} onDone={() => setPlace(null)} />
      <ConditionModal bed={isChanging ? { id: bed.id, place: label, condition: bed.condition } : null} onClose={() => setIsChanging(false)} />
    </div>
  );
}

function StayOfBed({ id, place }: { id: string; place: string }) {
  const reading = useData(StayOnMapDocument, { id });
  return (
    <States of={reading} rows={6} isEmpty={(data) => data.node?.__typename !== 'Stay'}>
      {(data) => <Shown stay={data.node as Stay} place={place} />}
    </States>
  );
}

function Shown({ stay, place }: { stay: Stay; place: string }) {
  const { t } = useTranslation('rooms');
  const lead = stay.people.find((one) => one.relation === 'LEAD')?.resident;
  return (
    <section className="stay-panel">
      {stay.overstayBlocked && <p className="form-error" role="alert">{t('overstayed')}</p>}
      <ul className="plain-list people">
        {stay.people.map((person) => (
          <li key={person.resident?.id}>
            <Link to={`/residents/${person.resident?.id ?? ''}`}>{person.resident?.name}</Link>
            <span className="muted">{t(`relation.${person.relation}`)}</span>
            <span className="num">{person.resident?.phoneMasked}</span>
          </li>
        ))}
      </ul>
      <dl className="facts">
        <dt>{t('lives')}</dt><dd className="num">{`${date(stay.startsOn)} – ${date(stay.plannedEndsOn)}`}</dd>
        <dt>{t('since')}</dt><dd className="num">{date(stay.residencyStartedOn)}</dd>
        {stay.employer && <><dt>{t('employer')}</dt><dd>{stay.employer.name}</dd></>}
        <dt>{t('registration')}</dt>
        <dd>{stay.registeredOn ? t('registered', { date: date(stay.registeredOn) }) : t('dueOn', { date: date(stay.registrationDueOn) })}</dd>
        {stay.overLimitReason && <><dt>{t('overLimit')}</dt><dd>{stay.overLimitReason}</dd></>}
      </dl>
      <StayActs stay={{ id: stay.id, status: stay.status, who: lead?.name ?? '', place, plannedEndsOn: stay.plannedEndsOn, registeredOn: stay.registeredOn ?? null }} />
    </section>
  );
}
