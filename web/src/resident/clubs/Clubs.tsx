import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhoneClubsDocument } from './clubs.gen';

const VIEWS = ['all', 'mine'] as const;

export default function Clubs() {
  const { t } = useTranslation('clubs');
  const may = useMay();
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ isMine: view === 'mine', status: 'ACTIVE' as const }), [view]);
  const reading = useData(PhoneClubsDocument, { filter, after });
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.clubs.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ clubs }) => (
          <>
            {clubs.edges.map(({ node }) => (
              <Link key={node.id} className="card" to={`/clubs/${node.id}`}>
                <h2>{node.name}</h2>
                <p className="soft small">{node.about}</p>
                <span className="tags"><span className="tag">{t('members', { count: node.membersCount })}</span>{node.membership && <span className="tag good">{t(`membership.${node.membership.status}`)}</span>}</span>
              </Link>
            ))}
            <Pager of={clubs} />
          </>
        )}
      </States>
      {may('clubs:found') && <div className="buttons"><Link className="button" to="/clubs/new">{t('found')}</Link></div>}
    </Page>
  );
}
