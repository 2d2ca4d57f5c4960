import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { CreateTermDocument } from './courses.gen';

type Typed = Record<'communityId' | 'name' | 'startsOn' | 'endsOn' | 'opensAt' | 'closesAt', string>;

export default function TermModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { communities } = usePlaces();
  const { key, done } = useActKey();
  const act = useActForm<Typed>();
  const [create, isBusy] = useAct(CreateTermDocument);
  const days = [['opensAt', 'opensOn'], ['closesAt', 'closesOn'], ['startsOn', 'startsOn'], ['endsOn', 'endsOn']] as const;
  return (
    <ActModal<Typed>
      open={open}
      title={t('newTerm')}
      submit={t('form.publish')}
      busy={isBusy}
      act={act}
      initial={{ communityId: communities[0]?.id ?? '', opensAt: isoDay(), closesAt: daysAfter(isoDay(), 14), startsOn: daysAfter(isoDay(), 21), endsOn: daysAfter(isoDay(), 105) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, opensAt: atShanghai(typed.opensAt, '09:00'), closesAt: atShanghai(typed.closesAt, '20:00'), idempotencyKey: key() } }),
          () => {
            done();
            void message.success(t('newTermDone'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="name" label={t('form.name')} rules={needed(t('form.name'))}><Input maxLength={60} /></Form.Item>
      <div className="pair">{days.map(([name, word]) => <Form.Item key={name} name={name} label={t(`form.${word}`)} rules={chosen(t(`form.${word}`))}><DayPicker min={isoDay()} /></Form.Item>)}</div>
    </ActModal>
  );
}
