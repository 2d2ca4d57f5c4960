import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { now, time } from '../../core/format';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { Scene } from './Scene';
import { PhoneSpacesDocument, type PhoneSpacesQuery } from './spaces.gen';
import './spaces.css';

type Space = PhoneSpacesQuery['spaces']['edges'][number]['node'];
const HALF_DAY = 12 * 36e5;

/** Which space: what is free now comes first. */
export default function Spaces() {
  const { t } = useTranslation('spaces');
  const to = useMemo(() => new Date(now().getTime() + HALF_DAY).toISOString(), []);
  const reading = useData(PhoneSpacesDocument, { to });
  return (
    <Page title={t('title')} back="/services">
      <States of={reading} isEmpty={(data) => data.spaces.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {(data) => data.spaces.edges.map(({ node }) => <Choice key={node.id} space={node} />)}
      </States>
    </Page>
  );
}

function Choice({ space }: { space: Space }) {
  const { t } = useTranslation('spaces');
  const at = now().toISOString();
  const free = space.availability.find((slot) => slot.state === 'FREE');
  const isNow = free !== undefined && free.startsAt <= at;
  return (
    <Link className="card space-row" to={`/spaces/${space.id}`}>
      <Scene kind={space.kind} />
      <span className="grow">
        <h2>{space.name}</h2>
        <p>{[t(`kinds.${space.kind}`), space.location, t('people', { count: space.capacity })].filter(Boolean).join(' · ')}</p>
        {!free && <span className="tag">{t('fullToday')}</span>}
        {free && <span className="tag good">{isNow ? t('freeNow') : t('freeFrom', { time: time(free.startsAt) })}{space.mode === 'SEATS' && ` · ${t('seatsLeft', { count: free.seatsLeft })}`}</span>}
      </span>
    </Link>
  );
}
