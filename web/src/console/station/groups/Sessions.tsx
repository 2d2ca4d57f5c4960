import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date, separator } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { Nothing } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import type { Inside } from './Group';

const SessionModal = dialog(() => import('./SessionModal'));

/** The sessions of a group, the latest first, with who came. */
export default function Sessions({ of, again }: { of: Inside; again: () => void }) {
  const { t } = useTranslation('station');
  const [isWriting, setIsWriting] = useState(false);
  const names = new Map(of.content.members.map((one) => [one.memberId, one.resident?.name || t('erased')]));
  return (
    <>
      {of.status === 'OPEN' && <p style={{ marginTop: 0 }}><Button type="primary" onClick={() => setIsWriting(true)}>{t('group.session.add')}</Button></p>}
      {of.content.sessions.length === 0 && <Nothing title={t('group.session.none')} hint={null} />}
      {of.content.sessions.toReversed().map((one) => (
        <article key={one.number} className="note">
          <div className="note-head">
            <b>{t('group.session.title', { number: one.number, topic: one.topic ?? t('group.gone') })}</b>
            <Tag tone="accent">{t(`group.phases.${one.phase}`)}</Tag>
            <span className="grow" />
            <span className="muted num">{date(one.happenedOn)} · {t('minutes', { count: one.minutes })}</span>
          </div>
          <p>{one.text ?? t('group.gone')}</p>
          <div className="came">{t('group.session.came', { count: one.came.length })}{one.came.length > 0 && `：${one.came.map((id) => names.get(id) ?? t('erased')).join(separator())}`}</div>
        </article>
      ))}
      <SessionModal of={of} open={isWriting} onClose={() => setIsWriting(false)} onDone={again} />
    </>
  );
}
