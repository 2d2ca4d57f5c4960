import { Alert, App, Button, Progress } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useSubscription } from 'urql';
import { useAct } from '../../core/data/useAct';
import { download } from '../../core/data/files';
import { useLamp } from '../../core/data/lamp';
import { useData } from '../../core/data/useData';
import { dateTime, number } from '../../core/format';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { ApplyRosterImportDocument, CancelRosterImportDocument, RosterImportDocument, RosterProgressDocument, type ImportHeadFragment, type RosterImportQuery } from './rosters.gen';
import { STATUS_TONES } from './tones';
import './rosters.css';

const ErrorSheet = later(() => import('./ErrorSheet'));
const RosterRows = later(() => import('./RosterRows'));

type Import = NonNullable<RosterImportQuery['rosterImport']>;
const WORKING = ['UPLOADED', 'READING', 'APPLYING'];

export default function Roster() {
  const { t } = useTranslation('rosters');
  const { id = '' } = useParams();
  const reading = useData(RosterImportDocument, { id });
  const found = reading.kind === 'data' ? reading.data.rosterImport : null;
  return (
    <Page title={found?.file?.name ?? t('detail')} crumbs={[{ to: '/rosters', label: t('title') }]} lead={found && `${found.community?.name ?? ''} · ${dateTime(found.createdAt)}`}>
      <States of={reading} isEmpty={(data) => !data.rosterImport}>{(data) => data.rosterImport && <Inside known={data.rosterImport} again={reading.again} />}</States>
    </Page>
  );
}

function Inside({ known, again }: { known: Import; again: () => void }) {
  const { t } = useTranslation('rosters');
  const isOpen = !['APPLIED', 'REFUSED', 'CANCELLED'].includes(known.status);
  // Live until the end; what else the import says is read again when its state changes.
  const [{ data }] = useSubscription<{ rosterImportProgress: ImportHeadFragment }, ImportHeadFragment, { id: string }>({ query: RosterProgressDocument, variables: { id: known.id }, pause: !isOpen }, (before, { rosterImportProgress: now }) => {
    if ((before?.status ?? known.status) !== now.status) queueMicrotask(again);
    return now;
  });
  const head = data && data.rowsDone >= known.rowsDone ? data : known;
  const isWorking = WORKING.includes(head.status);
  // Without live news a bar that stands still would look like work that stands still.
  const isBlind = useLamp() === 'lost' && isWorking;
  return (
    <div className="stack">
      <section className="card import-head" aria-label={t('status')}>
        <Tag tone={STATUS_TONES[head.status]}>{t(`statuses.${head.status}`)}</Tag>
        {isWorking && <Progress className="grow" percent={head.rowsTotal ? Math.round((head.rowsDone / head.rowsTotal) * 100) : 0} format={() => (head.rowsTotal ? t('progress', { done: number(head.rowsDone), total: number(head.rowsTotal) }) : t(`statuses.${head.status}`))} status="active" aria-label={t('status')} />}
        {!isWorking && <span className="grow muted">{t('progress', { done: number(head.rowsDone), total: number(head.rowsTotal) })}{known.isComplete && ` · ${t('complete1')}`}</span>}
        <Acts head={head} known={known} />
      </section>
      {isBlind && <Alert type="warning" showIcon title={t('blind')} action={<Button size="small" onClick={again}>{t('shared:act.retry')}</Button>} />}
      {head.refusalMessage && <Alert type="error" showIcon title={t('refused')} description={head.refusalMessage} />}
      {!['UPLOADED', 'READING', 'REFUSED'].includes(head.status) && <RosterRows id={known.id} head={head} />}
      {known.columns.length > 0 && (
        <section className="card">
          <div className="card-head"><h2>{t('columns')}</h2></div>
          <ul className="found-columns">{known.columns.map((column) => <li key={`${column.letter} ${column.header}`}><b>{column.letter}</b>{column.header}<span className="muted">{t(`field.${column.field}`)}</span></li>)}</ul>
        </section>
      )}
    </div>
  );
}

/** The rows that failed with why, to be put right and sent again. */
function Failures({ file }: { file: NonNullable<Import['failedFile']> }) {
  const { t } = useTranslation('rosters');
  const { message } = App.useApp();
  const [isFetching, setIsFetching] = useState(false);
  async function fetchIt(): Promise<void> {
    setIsFetching(true);
    const isThere = await download(file.path, file.name);
    setIsFetching(false);
    if (!isThere) void message.error(t('shared:error.network'));
  }
  return <Button icon={<DownloadOutlined />} loading={isFetching} title={t('failuresHint')} onClick={() => void fetchIt()}>{t('failures')}</Button>;
}

function Acts({ head, known }: { head: ImportHeadFragment; known: Import }) {
  const { t } = useTranslation('rosters');
  const { message, modal } = App.useApp();
  const [apply, isApplying] = useAct(ApplyRosterImportDocument);
  const [cancel, isCancelling] = useAct(CancelRosterImportDocument);
  const rows = (...kinds: string[]): number => head.counts.filter((one) => kinds.includes(one.kind)).reduce((sum, one) => sum + one.rows, 0);
  const changes = rows('MOVE_IN', 'MOVE_OUT', 'TRANSFER', 'END_CHANGED', 'HISTORY');

  async function run(act: typeof apply, done: string): Promise<void> {
    const outcome = await act({ input: { importId: known.id } });
    void (outcome.ok ? message.success(done) : message.error(outcome.problem.message));
  }

  const ask = (): void =>
    void modal.confirm({
      title: t('applyTitle'),
      content: t('applyHint', { community: known.community?.name, ins: rows('MOVE_IN'), outs: rows('MOVE_OUT'), moves: rows('TRANSFER') }),
      okText: t('apply', { count: changes }),
      cancelText: t('shared:act.cancel'),
      onOk: () => run(apply, t('applying')),
    });
  const stop = (): void =>
    void modal.confirm({ title: t('cancelTitle', { name: known.file?.name ?? t('detail') }), okText: t('cancel'), okButtonProps: { danger: true }, cancelText: t('shared:act.back'), onOk: () => run(cancel, t('cancelled')) });

  return (
    <div className="acts">
      {known.failedFile && <Failures file={known.failedFile} />}
      {head.status === 'PREVIEWED' && (
        <>
          {rows('ERROR') > 0 && <ErrorSheet id={known.id} name={known.file?.name.replace(/\.\w+$/, '') ?? t('detail')} count={rows('ERROR')} />}
          <Button danger loading={isCancelling} onClick={stop}>{t('cancel')}</Button>
          <Button type="primary" loading={isApplying} disabled={changes === 0} onClick={ask}>{changes > 0 ? t('apply', { count: changes }) : t('nothing')}</Button>
        </>
      )}
    </div>
  );
}
