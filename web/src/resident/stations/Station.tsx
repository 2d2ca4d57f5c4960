import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { separator } from '../../core/format';
import { timeOf } from '../../core/hours';
import { useNameOf } from '../../core/useNameOf';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { PhoneStationPageDocument, type PhoneStationPageQuery } from './stations.gen';
import { openToday } from './today';
import { Week } from './Week';

type Whole = NonNullable<PhoneStationPageQuery['partyStation']>;

/** One station: where it is, whether it is open today, its week and what it offers. */
export default function Station() {
  const { t } = useTranslation('stations');
  const { id = '' } = useParams();
  const reading = useData(PhoneStationPageDocument, { id });
  const title = reading.kind === 'data' && reading.data.partyStation ? reading.data.partyStation.name : t('title');
  return (
    <Page title={title} back="/stations">
      <States of={reading}>{({ partyStation: station }) => (station ? <Shown of={station} /> : <Nothing title={t('gone')} hint={null} />)}</States>
    </Page>
  );
}

function Shown({ of }: { of: Whole }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  const times = openToday(of);
  return (
    <>
      <section className="card" aria-label={t('where')}>
        <p>{of.address}</p>
        {of.organisation && <p className="soft small">{of.organisation.name}</p>}
        <p className="tags"><span className={times.length > 0 ? 'tag good' : 'tag'}>{times.length > 0 ? t('openToday', { times: times.map(timeOf).join(separator()) }) : t('shutToday')}</span></p>
      </section>
      <Week stationId={of.id} />
      <h2 className="section">{t('services')}</h2>
      {of.services.length === 0 && <section className="card"><p className="soft">{t('noServices')}</p></section>}
      {of.services.map((one) => (
        <section key={one.id} className="card">
          <h3>{nameOf(one)}</h3>
          <p className="said">{one.description}</p>
          <p className="soft small">{one.weekday === null || one.opens === null || one.closes === null ? t('atHours') : t('weekly', { day: t(`days.${one.weekday}`), time: timeOf({ opens: one.opens, closes: one.closes }) })}</p>
        </section>
      ))}
    </>
  );
}
