import { App, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { CreateTermDocument } from './courses.gen';

type Typed = Record<'communityId' | 'name' | 'startsOn' | 'endsOn' | 'opensOn' | 'closesOn', string> & Record<'opens' | 'closes', Dayjs>;

const clock = (time: string): Dayjs => dayjs(`2000-01-01T${time}`);

export default function TermModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { communities } = usePlaces();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [create, isBusy] = useAct(CreateTermDocument);
  const dayOf = (name: 'opensOn' | 'closesOn' | 'startsOn' | 'endsOn') => <Form.Item name={name} label={t(`form.${name}`)} rules={chosen(t(`form.${name}`))}><DayPicker min={isoDay()} /></Form.Item>;
  const timeOf = (name: 'opens' | 'closes') => <Form.Item name={name} label={t(`form.${name}`)} rules={chosen(t(`form.${name}`))}><TimeOfDay step={5} clearable={false} /></Form.Item>;
  return (
    <ActModal<Typed>
      open={open}
      title={t('newTerm')}
      submit={t('form.publish')}
      busy={isBusy}
      act={act}
      initial={{ communityId: communities[0]?.id ?? '', opensOn: isoDay(), opens: clock('09:00'), closesOn: daysAfter(isoDay(), 14), closes: clock('20:00'), startsOn: daysAfter(isoDay(), 21), endsOn: daysAfter(isoDay(), 105) }}
      onClose={onClose}
      onSubmit={({ opensOn, opens, closesOn, closes, ...typed }) =>
        void act.send(
          () => create({ input: { ...typed, opensAt: atShanghai(opensOn, opens.format('HH:mm')), closesAt: atShanghai(closesOn, closes.format('HH:mm')), idempotencyKey: key() } }),
          () => {
            void message.success(t('newTermDone'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="name" label={t('form.name')} rules={needed(t('form.name'))}><Input maxLength={60} /></Form.Item>
      <div className="pair">{dayOf('opensOn')}{timeOf('opens')}{dayOf('closesOn')}{timeOf('closes')}{dayOf('startsOn')}{dayOf('endsOn')}</div>
    </ActModal>
  );
}
