import { Button, Switch } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Hours } from './Hours';
import { OwnStationsDocument, type OwnStationFragment } from './stations.gen';
import './stations.css';

const StationModal = dialog(() => import('./StationModal'));

/** The service stations that the branch's organisations keep. */
export default function Stations() {
  const { t } = useTranslation('stations');
  const switchId = useId();
  const paging = usePaging();
  const [withClosed, setWithClosed] = useQueryState('closed', parseAsBoolean.withDefault(false));
  const [isOpening, setIsOpening] = useState(false);
  const reading = useData(OwnStationsDocument, { withClosed, ...paging.variables });
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsOpening(true)}>{t('open')}</Button>}>
      <div className="acts station-filter">
        <Switch id={switchId} checked={withClosed} onChange={(next) => { paging.first(); void setWithClosed(next || null); }} />
        <label htmlFor={switchId}>{t('withClosed')}</label>
      </div>
      <States of={reading} isEmpty={(data) => data.partyStations.totalCount === 0} empty={<section className="card"><Nothing title={t('none')} hint={t('noneHint')} /></section>}>
        {(data) => (
          <>
            <div className="stations">{data.partyStations.edges.map(({ node }) => <Card key={node.id} of={node} />)}</div>
            <Pager paging={paging} found={data.partyStations} />
          </>
        )}
      </States>
      {isOpening && <StationModal station={null} onClose={() => setIsOpening(false)} onDone={() => { setIsOpening(false); reading.again(); }} />}
    </Page>
  );
}

function Card({ of }: { of: OwnStationFragment }) {
  const { t } = useTranslation('stations');
  return (
    <article className="card" aria-label={of.name}>
      <div className="card-head">
        <h2 className="grow"><Link to={`/stations/${of.id}`}>{of.name}</Link></h2>
        {of.closedOn ? <Tag>{t('closedOn', { date: date(of.closedOn) })}</Tag> : <Tag tone="good">{t('isOpen')}</Tag>}
      </div>
      <p className="muted">{[of.organisation?.name, of.address, of.community?.name].filter(Boolean).join(' · ')}</p>
      <Hours of={of.hours} />
      <p className="muted">{t('offers', { count: of.services.length })}</p>
    </article>
  );
}
