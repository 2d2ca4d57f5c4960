import { App, Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { isoDay } from '../../../core/format';
import type { RecordGroupSessionInput } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import type { Inside } from './Group';
import { RecordGroupSessionDocument } from './groups.gen';

type Typed = Omit<RecordGroupSessionInput, 'idempotencyKey' | 'groupId'>;
const USUAL_MINUTES = 90;

/** A session that was held: what it was about, what was done, who came. */
export default function SessionModal({ of, open, onClose, onDone }: { of: Inside; open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [record, isBusy] = useAct(RecordGroupSessionDocument);
  const members = of.content.members.filter((one) => !one.leftAt);
  return (
    <ActModal<Typed>
      open={open}
      title={t('group.session.add')}
      lead={t('group.sealedHint')}
      submit={t('shared:act.save')}
      busy={isBusy}
      width={600}
      act={act}
      initial={{ happenedOn: isoDay(), minutes: USUAL_MINUTES, memberIds: members.map((one) => one.memberId) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => record({ input: { ...typed, memberIds: typed.memberIds ?? [], groupId: of.id, idempotencyKey: key() } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="happenedOn" label={t('service.day')} rules={chosen(t('service.day'))}><DayPicker max={isoDay()} /></Form.Item>
        <Form.Item name="minutes" label={t('service.minutes')} rules={chosen(t('service.minutes'))}><InputNumber min={1} max={1440} precision={0} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="topic" label={t('group.session.topic')} rules={needed(t('group.session.topic'))}><Input maxLength={200} /></Form.Item>
      <Form.Item name="text" label={t('group.session.text')} extra={t('group.session.textHint')} rules={needed(t('group.session.text'))}><Input.TextArea rows={5} maxLength={20_000} /></Form.Item>
      {members.length > 0 && (
        <Form.Item name="memberIds" label={t('group.session.attendance')}>
          <Checkbox.Group options={members.map((one) => ({ value: one.memberId, label: one.resident?.name || t('erased') }))} />
        </Form.Item>
      )}
    </ActModal>
  );
}
