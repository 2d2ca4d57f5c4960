import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { IssueRow } from './IssueRow';
import { PhoneIssuesDocument } from './issues.gen';
import { Waiting } from './Waiting';

const VIEWS = ['mine', 'followed', 'around'] as const;

/** What I reported, what I follow, and what is open around here. */
export default function Issues() {
  const { t } = useTranslation('issues');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ statuses: [], isMine: view === 'mine' ? true : null, isFollowed: view === 'followed' ? true : null, isOpen: view === 'around' ? true : null }), [view]);
  const reading = useData(PhoneIssuesDocument, { filter, after });
  return (
    <Page title={t('mine')} back="/mine">
      <Waiting />
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.issues.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ issues }) => (
          <>
            {issues.edges.map(({ node }) => <IssueRow key={node.id} issue={node} />)}
            <Pager of={issues} />
          </>
        )}
      </States>
      <div className="buttons"><Link className="button" to="/issues/new">{t('tile')}</Link></div>
    </Page>
  );
}
