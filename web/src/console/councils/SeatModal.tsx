import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { ResidentPicker } from '../stays/ResidentPicker';
import type { Council } from './Agenda';
import { ReserveCouncilSeatDocument } from './agenda.gen';

interface Shown {
  council: Council;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** A seat that is kept for whoever is asked to come. */
export default function SeatModal({ council, open, onClose, onDone }: Shown) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ residentId: string }>();
  const [reserve, isBusy] = useAct(ReserveCouncilSeatDocument);
  return (
    <ActModal
      open={open}
      title={t('seat.reserveAt', { title: council.title })}
      lead={council.seating ? t('seat.left', { left: council.seating.reserved - council.seating.reservedTaken, seats: council.seating.reserved }) : t('seat.hint')}
      submit={t('seat.reserve')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ residentId }) =>
        void act.send(
          () => reserve({ input: { councilId: council.id, residentId } }),
          () => {
            void message.success(t('seat.reserved'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="residentId" label={t('seat.who')} rules={chosen(t('seat.who'))}><ResidentPicker /></Form.Item>
    </ActModal>
  );
}
