import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { separator } from '../../core/format';
import { timeOf } from '../../core/hours';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { PhoneStationsDocument, type PhoneStationFragment } from './stations.gen';
import { openToday } from './today';

/** The service stations of the Party organisations that cover where one lives. */
export default function Stations() {
  const { t } = useTranslation('stations');
  const reading = useData(PhoneStationsDocument, { after: usePlace() });
  return (
    <Page title={t('title')} back="/services">
      <States of={reading} isEmpty={(data) => data.partyStations.totalCount === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ partyStations }) => (
          <>
            {partyStations.edges.map(({ node }) => <Card key={node.id} of={node} />)}
            <Pager of={partyStations} />
          </>
        )}
      </States>
    </Page>
  );
}

function Card({ of }: { of: PhoneStationFragment }) {
  const { t } = useTranslation('stations');
  const times = openToday(of);
  return (
    <Link className="card" to={`/stations/${of.id}`}>
      <h2>{of.name}</h2>
      <p className="soft small">{[of.address, of.organisation?.name].filter(Boolean).join(' · ')}</p>
      <p className="tags"><span className={times.length > 0 ? 'tag good' : 'tag'}>{times.length > 0 ? t('openToday', { times: times.map(timeOf).join(separator()) }) : t('shutToday')}</span></p>
    </Link>
  );
}
