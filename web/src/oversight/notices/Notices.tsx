import { App, Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { NoticeCard } from '../../desk/notices/NoticeCard';
import type { NoticeCardFragment } from '../../desk/notices/notice.gen';
import { NoticeSelect, useNoticeFilter } from '../../desk/notices/NoticeFilters';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { AcceptReplyDocument, BranchNoticesDocument, WithdrawNoticeDocument } from './notices.gen';

const IssueModal = dialog(() => import('./IssueModal'));
const ReturnModal = dialog(() => import('./ReturnModal'));

/** The notices of the branch: issue, follow, accept, return. */
export default function Notices() {
  const { t } = useTranslation('notices');
  const may = useMay();
  const paging = usePaging();
  const { shown, setShown, filter } = useNoticeFilter();
  const reading = useData(BranchNoticesDocument, { filter, ...paging.variables });
  const [isIssuing, setIsIssuing] = useState(false);
  const [returned, setReturned] = useState<NoticeCardFragment | null>(null);
  const issues = may('party:issue_notice');
  return (
    <Page title={t('title')} lead={t('lead')} acts={issues && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsIssuing(true)}>{t('issue')}</Button>}>
      <div className="acts" style={{ marginBottom: 16 }}><NoticeSelect shown={shown} choose={(next) => { paging.first(); void setShown(next); }} /></div>
      <States of={reading} isEmpty={(data) => data.supervisionNotices.totalCount === 0} empty={<section className="card"><Nothing /></section>}>
        {(data) => (
          <>
            <div className="stack">
              {data.supervisionNotices.edges.map(({ node }) => <NoticeCard key={node.id} notice={node} acts={issues && <Acts notice={node} onReturn={() => setReturned(node)} again={reading.again} />} />)}
            </div>
            <Pager paging={paging} found={data.supervisionNotices} />
          </>
        )}
      </States>
      {isIssuing && <IssueModal onClose={() => setIsIssuing(false)} onDone={() => { setIsIssuing(false); reading.again(); }} />}
      {returned && <ReturnModal notice={returned} onClose={() => setReturned(null)} onDone={() => { setReturned(null); reading.again(); }} />}
    </Page>
  );
}

function Acts({ notice, onReturn, again }: { notice: NoticeCardFragment; onReturn: () => void; again: () => void }) {
  const { t } = useTranslation('notices');
  const { message, modal } = App.useApp();
  const [accept, isAccepting] = useAct(AcceptReplyDocument);
  const [withdraw] = useAct(WithdrawNoticeDocument);
  if (notice.state === 'CLOSED' || notice.state === 'WITHDRAWN') return null;
  async function run(act: typeof accept | typeof withdraw): Promise<void> {
    const outcome = await act({ input: { noticeId: notice.id } });
    if (!outcome.ok) void message.error(outcome.problem.message);
    // What is refused is mostly done already: by another, or by an act whose answer was lost.
    if (outcome.ok || outcome.problem.code !== 'UNREACHED') again();
  }
  const ask = (): void =>
    void modal.confirm({ title: t('withdrawOf', { title: notice.title }), content: t('withdrawHint'), okText: t('withdraw'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: () => run(withdraw) });
  return (
    <>
      {notice.state === 'REPLIED' && <Button type="primary" loading={isAccepting} onClick={() => void run(accept)}>{t('accept')}</Button>}
      {notice.state === 'REPLIED' && <Button onClick={onReturn}>{t('return')}</Button>}
      <Button danger onClick={ask}>{t('withdraw')}</Button>
    </>
  );
}
