import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { Blocks } from './Blocks';
import { MyCoursesDocument } from './courses.gen';
import { OwnSeat } from './OwnSeat';
import { LIVE } from './tones';

const VIEWS = ['now', 'before'] as const;

/** The courses one is in, waits for, or has been in. */
export default function Mine() {
  const { t } = useTranslation('courses');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const statuses = useMemo(() => (view === 'now' ? [...LIVE] : ['COMPLETED' as const, 'DECLINED' as const, 'CANCELLED' as const]), [view]);
  const reading = useData(MyCoursesDocument, { statuses, after });
  return (
    <Page title={t('mine')} back="/mine">
      <Blocks />
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`myViews.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.myEnrolments.edges.length === 0} empty={<Nothing title={t('mineNone')} hint={t('mineNoneHint')}><Link className="button" to="/courses">{t('title')}</Link></Nothing>}>
        {({ myEnrolments }) => (
          <>
            {myEnrolments.edges.map(({ node }) => <OwnSeat key={node.id} enrolment={node} sessions={node.course?.sessions ?? []} isLinked again={reading.again} />)}
            <Pager of={myEnrolments} />
          </>
        )}
      </States>
    </Page>
  );
}
