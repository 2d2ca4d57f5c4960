import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import { RecordTeaTalkDocument, type RecordTeaTalkInput } from './acts.gen';

type Typed = Omit<RecordTeaTalkInput, 'idempotencyKey'>;

/** An afternoon tea at which the community's president listened; residents read of it on the phone. */
export default function TeaTalkModal({ open, communities, communityId, onClose }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [record, isBusy] = useAct(RecordTeaTalkDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('tea.do')}
      lead={t('tea.hint')}
      submit={t('shared:act.save')}
      width={560}
      busy={isBusy}
      act={act}
      initial={{ heldOn: isoDay(), ...ofCommunity({ communities, communityId }) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => record({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('tea.done', { topic: made.topic }));
            onClose();
          },
        )
      }
    >
      <div className="pair">
        <CommunityField communities={communities} />
        <Form.Item name="heldOn" label={t('tea.heldOn')} rules={chosen(t('tea.heldOn'))}><DayPicker max={isoDay()} /></Form.Item>
      </div>
      <Form.Item name="topic" label={t('tea.topic')} rules={needed(t('tea.topic'))}><Input maxLength={80} showCount /></Form.Item>
      <div className="pair">
        <Form.Item name="host" label={t('tea.host')} rules={needed(t('tea.host'))}><Input maxLength={80} /></Form.Item>
        <Form.Item name="guestsCount" label={t('tea.guests')} rules={chosen(t('tea.guests'))}><InputNumber min={1} max={500} style={{ width: '100%' }} /></Form.Item>
      </div>
    </ActModal>
  );
}
