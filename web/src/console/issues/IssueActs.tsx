import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct, type Outcome } from '../../core/data/useAct';
import type { IssueStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import type { Told } from './ActOnIssue';
import { AcceptIssueDocument, ResumeIssueDocument, StartIssueDocument } from './acts.gen';
import { type IssueWholeFragment } from './issues.gen';

const ActOnIssue = dialog(() => import('./ActOnIssue'));
const FRESH: readonly IssueStatus[] = ['REPORTED', 'REOPENED'];
const WORKING: readonly IssueStatus[] = ['ACCEPTED', 'IN_PROGRESS', 'REOPENED'];
const ENDED: readonly IssueStatus[] = ['RESOLVED', 'VERIFIED', 'CLOSED'];

/** What can be done with an issue as it stands: the next step first, the rest beneath one button. */
export function IssueActs({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const { message } = App.useApp();
  const [telling, setTelling] = useState<Told | null>(null);
  const [accept, isAccepting] = useAct(AcceptIssueDocument);
  const [start, isStarting] = useAct(StartIssueDocument);
  const [resume, isResuming] = useAct(ResumeIssueDocument);
  if (!may('issues:handle')) return null;
  const input = { issueId: issue.id };
  const tell = <Data,>(outcome: Outcome<Data>): void => void (outcome.ok ? message.success(t('do.done')) : message.error(outcome.problem.message));
  const { status } = issue;
  const isEnded = ENDED.includes(status);
  const seen: Told[] = issue.visibility !== 'SENSITIVE' || may('issues:handle_sensitive') ? ['visibility'] : [];
  const more: Told[] = isEnded ? ['note', ...seen] : [...(WORKING.includes(status) ? (['pause', 'extend'] as const) : []), ...(may('issues:escalate') && issue.level !== 'STREET' ? (['escalate'] as const) : []), 'party', 'works', 'note', ...seen, 'close'];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items: more.map((one) => ({ key: one, label: t(`do.${one}`), danger: one === 'close', onClick: () => setTelling(one) })) }}><Button icon={<DownOutlined />} iconPlacement="end">{t('do.more')}</Button></Dropdown>
      {!isEnded && <Button onClick={() => setTelling('assign')}>{t('do.assign')}</Button>}
      {status === 'PAUSED' && <Button type="primary" loading={isResuming} onClick={() => void resume({ input }).then(tell)}>{t('do.resume')}</Button>}
      {FRESH.includes(status) && <Button type="primary" loading={isAccepting} onClick={() => void accept({ input }).then(tell)}>{t('do.accept')}</Button>}
      {status === 'ACCEPTED' && <Button loading={isStarting} onClick={() => void start({ input }).then(tell)}>{t('do.start')}</Button>}
      {['ACCEPTED', 'IN_PROGRESS'].includes(status) && <Button type="primary" onClick={() => setTelling('resolve')}>{t('do.resolve')}</Button>}
      <ActOnIssue issue={issue} act={telling} onClose={() => setTelling(null)} />
    </>
  );
}
