import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../../core/data/useData';
import { date, dateTime } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { Pager, usePaging } from '../../../desk/paging';
import { Nothing, States } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { CaseNotesDocument, type CaseNotesQuery } from './case.gen';

const NoteModal = dialog(() => import('./NoteModal'));
export type Note = CaseNotesQuery['caseNotes']['edges'][number]['node'];

/** The notes of a case, newest first. */
export function Notes({ id, isWorking }: { id: string; isWorking: boolean }) {
  const { t } = useTranslation('casework');
  const paging = usePaging();
  const [writing, setWriting] = useState<Note | 'new' | null>(null);
  const reading = useData(CaseNotesDocument, { id, ...paging.variables });
  return (
    <>
      {isWorking && <p style={{ marginTop: 0 }}><Button type="primary" onClick={() => setWriting('new')}>{t('note.add')}</Button></p>}
      <States of={reading} isEmpty={(data) => data.caseNotes.edges.length === 0} empty={<Nothing title={t('note.none')} hint={null} />}>
        {(data) => (
          <>
            {data.caseNotes.edges.map(({ node }) => (
              <article key={node.id} className="note">
                <div className="note-head">
                  <b className="num">{date(node.happenedOn)}</b>
                  <Tag tone="accent">{t(`noteKinds.${node.kind}`)}</Tag>
                  <span className="muted num">{t('note.version', { version: node.version })}{node.changedAt && ` · ${t('note.changed', { at: dateTime(node.changedAt) })}`}</span>
                  <span className="grow" />
                  {isWorking && node.text !== null && <Button size="small" type="text" onClick={() => setWriting(node)}>{t('shared:act.edit')}</Button>}
                </div>
                <p>{node.text ?? t('shredded')}</p>
              </article>
            ))}
            <Pager paging={paging} found={data.caseNotes} />
          </>
        )}
      </States>
      <NoteModal caseId={id} open={writing !== null} note={writing === 'new' ? null : writing} onClose={() => setWriting(null)} onDone={reading.again} />
    </>
  );
}
