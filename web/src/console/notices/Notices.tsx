import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { NoticeCard } from '../../desk/notices/NoticeCard';
import type { NoticeCardFragment } from '../../desk/notices/notice.gen';
import { NoticeSelect, useNoticeFilter } from '../../desk/notices/NoticeFilters';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { OperatorNoticesDocument } from './notices.gen';

const ReplyModal = dialog(() => import('./ReplyModal'));

const OWED: readonly string[] = ['ISSUED', 'RETURNED'];

/** Global ids say of which type they are. */
const isIssue = (id: string): boolean => atob(id).startsWith('Issue:');

/** What supervising branches demand of the operator, and what it answers. */
export default function Notices() {
  const { t } = useTranslation('notices');
  const may = useMay();
  const paging = usePaging();
  const { shown, setShown, filter } = useNoticeFilter();
  const reading = useData(OperatorNoticesDocument, { filter, ...paging.variables });
  const [answered, setAnswered] = useState<NoticeCardFragment | null>(null);
  // The branch has a reply within seconds; whoever has sent it is not asked for it again meanwhile.
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const asSent = (notice: NoticeCardFragment): NoticeCardFragment => (sent.has(notice.id) && OWED.includes(notice.state) ? { ...notice, state: 'REPLIED', lamp: 'DONE' } : notice);
  const canReply = may('party:reply_to_notice');
  function replied(notice: NoticeCardFragment): void {
    setSent((old) => new Set([...old, notice.id]));
    setAnswered(null);
    reading.again();
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="acts" style={{ marginBottom: 16 }}><NoticeSelect shown={shown} choose={(next) => { paging.first(); void setShown(next); }} /></div>
      <States of={reading} isEmpty={(data) => data.supervisionNotices.totalCount === 0} empty={<section className="card"><Nothing /></section>}>
        {(data) => (
          <>
            <div className="stack">
              {data.supervisionNotices.edges.map(({ node }) => asSent(node)).map((notice) => (
                <NoticeCard key={notice.id} notice={notice} about={notice.subjectId && isIssue(notice.subjectId) && <Link to={`/issues/${notice.subjectId}`}>{t('aboutIssue')}</Link>} acts={canReply && OWED.includes(notice.state) && <Button type="primary" onClick={() => setAnswered(notice)}>{t('reply')}</Button>} />
              ))}
            </div>
            <Pager paging={paging} found={data.supervisionNotices} />
          </>
        )}
      </States>
      {answered && <ReplyModal notice={answered} onClose={() => setAnswered(null)} onDone={() => replied(answered)} />}
    </Page>
  );
}
