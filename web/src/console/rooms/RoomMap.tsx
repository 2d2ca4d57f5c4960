import { Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, isoDay, percent } from '../../core/format';
import type { PlaceState } from '../../core/schema.gen';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { usePlaces, type Building, type Community } from '../housing/usePlaces';
import { BedPanel } from './BedPanel';
import { Legend } from './Legend';
import { RoomMapDocument, type RoomMapQuery } from './rooms.gen';
import { PLACE_STATES } from './states';
import { UnitCard } from './UnitCard';
import './rooms.css';

type Map = RoomMapQuery['roomMap'];

/** 房态图: a building's floors, rooms and beds, and all that the desk does with them. */
export default function RoomMap() {
  const { t } = useTranslation('rooms');
  const { reading, communities } = usePlaces();
  const [at, setAt] = useQueryStates({ building: parseAsString, state: parseAsStringLiteral(PLACE_STATES), bed: parseAsString }, { history: 'push' });
  const all = communities.flatMap((community) => community.buildings.map((building) => ({ community, building })));
  const here = all.find((one) => one.building.id === at.building) ?? all[0];
  return (
    <Page title={t('title')} lead={t('lead', { date: date(isoDay()) })}>
      <States of={reading} isEmpty={() => !here} empty={<section className="card"><Nothing title={t('noBuilding')} hint={t('emptyHint')} /></section>}>
        {() =>
          here && (
            <>
              <Buildings communities={communities} here={here} onChoose={(building) => void setAt({ building, bed: null })} />
              <Floors building={here.building} state={at.state} bed={at.bed} onState={(state) => void setAt({ state })} onBed={(bed) => void setAt({ bed })} />
            </>
          )
        }
      </States>
    </Page>
  );
}

function Buildings({ communities, here, onChoose }: { communities: readonly Community[]; here: { community: Community; building: Building }; onChoose: (id: string) => void }) {
  const { t } = useTranslation('rooms');
  return (
    <div className="buildings">
      {communities.length > 1 && (
        <Select
          aria-label={t('community')}
          value={here.community.id}
          onChange={(id) => onChoose(communities.find((one) => one.id === id)?.buildings[0]?.id ?? '')}
          options={communities.filter((one) => one.buildings.length > 0).map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <nav aria-label={t('building')}>
        {here.community.buildings.map((building) => (
          <button key={building.id} type="button" aria-current={building.id === here.building.id ? 'true' : undefined} onClick={() => onChoose(building.id)}>{building.name}</button>
        ))}
      </nav>
    </div>
  );
}

interface Shown {
  building: Building;
  state: PlaceState | null;
  bed: string | null;
  onState: (state: PlaceState | null) => void;
  onBed: (bed: string | null) => void;
}

function Floors({ building, state, bed, onState, onBed }: Shown) {
  const { t } = useTranslation('rooms');
  const reading = useData(RoomMapDocument, { building: building.id });
  return (
    <States of={reading} rows={10} isEmpty={(data) => data.roomMap.floors.length === 0} empty={<section className="card"><Nothing title={t('empty')} hint={t('emptyHint')} /></section>}>
      {({ roomMap }) => (
        <>
          <div className="map-head">
            <Legend counts={roomMap.counts} chosen={state} onChoose={onState} />
            <Share map={roomMap} />
          </div>
          {roomMap.floors.map((floor) => (
            <section key={floor.number} className="floor" aria-label={t('floor', { number: floor.number })}>
              <h2>{t('floor', { number: floor.number })}</h2>
              <div className="units" style={{ '--beds': Math.min(2, Math.max(1, ...floor.units.map((one) => one.beds.length))) } as CSSProperties}>
                {floor.units.map((unit) => <UnitCard key={unit.unit.id} unit={unit} chosen={state} open={bed} onOpen={onBed} />)}
              </div>
            </section>
          ))}
          <BedPanel map={roomMap} building={building} bed={bed} onClose={() => onBed(null)} />
        </>
      )}
    </States>
  );
}

function Share({ map }: { map: Map }) {
  const { t } = useTranslation('rooms');
  const count = (...states: PlaceState[]): number => map.counts.filter((one) => states.includes(one.state)).reduce((sum, one) => sum + one.beds, 0);
  const total = map.counts.reduce((sum, one) => sum + one.beds, 0);
  const share = total ? count('OCCUPIED', 'DUE_OUT', 'OVERSTAYED') / total : 0;
  return (
    <div className="share">
      <span>{t('occupied')}</span>
      <b className="num">{percent(share)}</b>
      <div className="bar" aria-hidden="true"><span style={{ width: `${share * 100}%` }} /></div>
      <span className="num">{t('beds', { count: total })}</span>
    </div>
  );
}
