import { Button } from 'antd';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { FOREVER, date, isoDay, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { DayPicker } from '../../desk/DayPicker';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { CommunityDocument, type CommunityQuery } from './communities.gen';
import { OccupancyFigures } from './OccupancyFigures';

const BuildingModal = dialog(async () => ({ default: (await import('./BuildingModals')).BuildingModal }));
const CommunityModal = dialog(async () => ({ default: (await import('./CommunityModal')).CommunityModal }));
const ModeModal = dialog(async () => ({ default: (await import('./ModeModal')).ModeModal }));
const UnitsModal = dialog(async () => ({ default: (await import('./BuildingModals')).UnitsModal }));

type Shown = NonNullable<CommunityQuery['community']>;

export default function Community() {
  const { t } = useTranslation('housing');
  const { id = '' } = useParams();
  const reading = useData(CommunityDocument, { id });
  const name = reading.kind === 'data' ? (reading.data.community?.name ?? t('title')) : t('title');
  return (
    <Page title={name} crumbs={[{ to: '/communities', label: t('title') }]}>
      <States of={reading} isEmpty={(data) => !data.community}>{(data) => data.community && <Inside community={data.community} />}</States>
    </Page>
  );
}

function Inside({ community }: { community: Shown }) {
  const { t } = useTranslation('housing');
  const [asOf, setAsOf] = useQueryState('asOf', parseAsString.withOptions({ history: 'push' }));
  return (
    <div className="stack">
      <section aria-label={t('occupancy')} className="occupancy">
        <div className="card-head">
          <h2>{t('occupancy')}</h2>
          <span className="grow" />
          <span className="muted">{t('asOf')}</span>
          <DayPicker width={150} label={t('asOf')} value={asOf ?? isoDay()} max={isoDay()} onChange={(day) => void setAsOf(day === isoDay() ? null : day)} />
        </div>
        <OccupancyFigures community={community.id} asOf={asOf} />
      </section>
      <div className="columns">
        <Buildings community={community} />
        <Particulars community={community} />
      </div>
    </div>
  );
}

function Buildings({ community }: { community: Shown }) {
  const { t } = useTranslation('housing');
  const may = useMay();
  const [isAdding, setIsAdding] = useState(false);
  const [filling, setFilling] = useState<Shown['buildings'][number] | null>(null);
  const mayManage = may('housing:manage_inventory');
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('buildings')}</h2>
        <span className="grow" />
        {mayManage && <Button onClick={() => setIsAdding(true)}>{t('addBuilding')}</Button>}
      </div>
      {community.buildings.length === 0 && <Nothing title={t('noBuilding')} hint={t('emptyHint')} />}
      <ul className="plain-list rows">
        {community.buildings.map((building) => (
          <li key={building.id}>
            <b>{building.name}</b>
            <span className="muted">{t('floorsOf', { count: building.floors })}</span>
            <span className="grow" />
            {mayManage && <Button size="small" type="text" onClick={() => setFilling(building)}>{t('addUnits')}</Button>}
            <Link to={`/rooms?building=${encodeURIComponent(building.id)}`}>{t('map')}</Link>
          </li>
        ))}
      </ul>
      <BuildingModal community={isAdding ? community : null} onClose={() => setIsAdding(false)} />
      <UnitsModal building={filling} onClose={() => setFilling(null)} />
    </section>
  );
}

function Particulars({ community }: { community: Shown }) {
  const { t, i18n } = useTranslation('housing');
  const may = useMay();
  const [isChanging, setIsChanging] = useState(false);
  const [isCorrecting, setIsCorrecting] = useState(false);
  return (
    <div className="stack">
      <section className="card" aria-labelledby="particulars">
        <div className="card-head">
          <h2 id="particulars" className="grow">{t('particulars')}</h2>
          {may('housing:manage_inventory') && <Button onClick={() => setIsCorrecting(true)}>{t('shared:act.edit')}</Button>}
        </div>
        <dl className="facts">
          <dt>{t('code')}</dt><dd>{community.code}</dd>
          <dt>{t('subdistrict')}</dt><dd>{i18n.language === 'en' ? community.subdistrict?.nameEn : community.subdistrict?.nameZh}</dd>
          <dt>{t('address')}</dt><dd>{community.address}</dd>
          <dt>{t('place')}</dt><dd className="num">{community.latitude && community.longitude ? t('placeOf', { north: Number(community.latitude), east: Number(community.longitude) }) : t('unplaced')}</dd>
          <dt>{t('type')}</dt><dd>{t(`productType.${community.productType}`)}</dd>
          <dt>{t('openedOn')}</dt><dd>{date(community.openedOn)}</dd>
          <dt>{t('planned')}</dt><dd className="num">{number(community.plannedBeds)}</dd>
          <dt>{t('maxPersons')}</dt><dd className="num">{community.maxPersonsPerRoom}</dd>
          <dt>{t('minArea')}</dt><dd className="num">{t('squareMetres', { area: Number(community.minAreaPerPerson) })}</dd>
        </dl>
        <CommunityModal community={isCorrecting ? community : null} onClose={() => setIsCorrecting(false)} />
      </section>
      <section className="card">
        <div className="card-head">
          <h2>{t('history')}</h2>
          <span className="grow" />
          {may('housing:set_governance') && <Button onClick={() => setIsChanging(true)}>{t('setMode')}</Button>}
        </div>
        <ol className="timeline">
          {community.governance.toReversed().map((period) => (
            <li key={period.startsOn}>
              <b>{t(`shared:governance.${period.mode}`)}</b>
              <span className="muted">{period.endsOn && period.endsOn !== FOREVER ? t('period', { from: date(period.startsOn), to: date(period.endsOn) }) : t('since', { date: date(period.startsOn) })}</span>
              {period.note && <p>{period.note}</p>}
            </li>
          ))}
        </ol>
        <ModeModal community={isChanging ? community : null} onClose={() => setIsChanging(false)} />
      </section>
    </div>
  );
}
