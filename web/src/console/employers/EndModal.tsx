import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useActForm } from '../../desk/useActForm';
import { EndAllotmentDocument, type EmployersQuery } from './employers.gen';

type Employer = EmployersQuery['employers']['edges'][number]['node'];

export default function EndModal({ of, onClose }: { of: { employer: Employer; allotment: Employer['allotments'][number] } | null; onClose: () => void }) {
  const { t } = useTranslation('employers');
  const { message } = App.useApp();
  const act = useActForm<{ endsOn: string }>();
  const [end, isBusy] = useAct(EndAllotmentDocument);
  return (
    <ActModal
      open={of !== null}
      title={t('endOf', { name: of?.employer.name, community: of?.allotment.community?.name })}
      submit={t('end')}
      danger
      busy={isBusy}
      act={act}
      initial={{ endsOn: isoDay() }}
      onClose={onClose}
      onSubmit={({ endsOn }) =>
        void act.send(
          () => end({ input: { allotmentId: of?.allotment.id ?? '', endsOn } }),
          () => {
            void message.success(t('ended'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="endsOn" label={t('endsOn')}><DayPicker min={isoDay()} /></Form.Item>
    </ActModal>
  );
}
