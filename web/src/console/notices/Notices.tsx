import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { Pager, usePaging } from '../../desk/ConnectionTable';
import { later } from '../../desk/later';
import { NoticeCard } from '../../desk/notices/NoticeCard';
import type { NoticeCardFragment } from '../../desk/notices/notice.gen';
import { NoticeSelect, useNoticeFilter } from '../../desk/notices/NoticeFilters';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { OperatorNoticesDocument } from './notices.gen';

const ReplyModal = later(() => import('./ReplyModal'));

const OWED: readonly string[] = ['ISSUED', 'RETURNED'];

/** What supervising branches demand of the operator, and what it answers. */
export default function Notices() {
  const { t } = useTranslation('notices');
  const may = useMay();
  const paging = usePaging();
  const { shown, setShown, filter } = useNoticeFilter();
  const reading = useData(OperatorNoticesDocument, { filter, ...paging.variables });
  const [answered, setAnswered] = useState<NoticeCardFragment | null>(null);
  const canReply = may('party:reply_to_notice');
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="acts" style={{ marginBottom: 16 }}><NoticeSelect shown={shown} choose={(next) => { paging.first(); void setShown(next); }} /></div>
      <States of={reading} isEmpty={(data) => data.supervisionNotices.totalCount === 0} empty={<section className="card"><Nothing /></section>}>
        {(data) => (
          <>
            <div className="stack">
              {data.supervisionNotices.edges.map(({ node }) => (
                <NoticeCard key={node.id} notice={node} acts={canReply && OWED.includes(node.state) && <Button type="primary" onClick={() => setAnswered(node)}>{t('reply')}</Button>} />
              ))}
            </div>
            <Pager paging={paging} found={data.supervisionNotices} />
          </>
        )}
      </States>
      {answered && <ReplyModal notice={answered} onClose={() => setAnswered(null)} onDone={() => { setAnswered(null); reading.again(); }} />}
    </Page>
  );
}
