import { App, Button, Form, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct, useActKey } from '../../../core/data/useAct';
import { date, number } from '../../../core/format';
import type { ConsentForm } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { afresh } from '../../../desk/afresh';
import { useRules } from '../../../desk/fields';
import { Nothing } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { useActForm } from '../../../desk/useActForm';
import { useDone } from '../../casework/case/useDone';
import { FORMS } from '../../casework/tones';
import { ResidentPicker } from '../../stays/ResidentPicker';
import type { Inside } from './Group';
import { AddGroupMemberDocument, EndGroupMemberDocument } from './groups.gen';

/** Who is in a group, by which consent, and how often they came. */
export default function Members({ of, again }: { of: Inside; again: () => void }) {
  const { t } = useTranslation('station');
  const tell = useDone(again);
  const [end, isEnding] = useAct(EndGroupMemberDocument);
  const [isAdding, setIsAdding] = useState(false);
  const { members, sessions } = of.content;
  return (
    <>
      {of.status === 'OPEN' && <p style={{ marginTop: 0 }}><Button type="primary" onClick={() => setIsAdding(true)}>{t('group.member.add')}</Button></p>}
      {members.length === 0 && <Nothing title={t('group.member.none')} hint={null} />}
      <ul className="plain-list rows">
        {members.map((one) => {
          const name = one.resident?.name || t('erased');
          const came = sessions.filter((session) => session.came.includes(one.memberId)).length;
          return (
            <li key={one.memberId}>
              <span className="who grow">
                {one.resident ? <Link to={`/residents/${one.resident.id}`}>{name}</Link> : <b>{name}</b>}
                <small className="num">{[t(`casework:forms.${one.form}`), t('group.member.since', { date: date(one.joinedAt) }), t('group.member.came', { count: came, of: number(sessions.length) })].join(' · ')}</small>
              </span>
              {one.leftAt ? <Tag>{t('group.member.left', { date: date(one.leftAt) })}</Tag> : of.status === 'OPEN' && (
                <Popconfirm title={t('group.member.endOf', { name })} okText={t('group.member.end')} cancelText={t('shared:act.cancel')} onConfirm={() => void end({ input: { memberId: one.memberId } }).then(tell)}>
                  <Button size="small" type="text" danger loading={isEnding}>{t('group.member.end')}</Button>
                </Popconfirm>
              )}
            </li>
          );
        })}
      </ul>
      <Adding groupId={of.id} open={isAdding} onClose={() => setIsAdding(false)} onDone={again} />
    </>
  );
}

const Adding = afresh(AddMember);

function AddMember({ groupId, open, onClose, onDone }: { groupId: string; open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ residentId: string; form: ConsentForm }>();
  const key = useActKey();
  const [add, isBusy] = useAct(AddGroupMemberDocument);
  return (
    <ActModal<{ residentId: string; form: ConsentForm }>
      open={open}
      title={t('group.member.add')}
      lead={t('group.member.hint')}
      submit={t('group.member.add')}
      busy={isBusy}
      act={act}
      initial={{ form: 'WRITTEN' }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => add({ input: { groupId, ...typed, idempotencyKey: key() } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="residentId" label={t('group.member.who')} rules={chosen(t('group.member.who'))}><ResidentPicker /></Form.Item>
      <Form.Item name="form" label={t('group.member.form')}><Segmented block options={FORMS.map((value) => ({ value, label: t(`casework:forms.${value}`) }))} /></Form.Item>
    </ActModal>
  );
}
