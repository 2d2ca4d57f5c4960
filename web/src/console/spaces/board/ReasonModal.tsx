import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { dayTime } from '../../../core/format';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { CancelBookingDocument, RejectBookingDocument, type BoardBookingFragment } from './board.gen';

export interface Refusing {
  booking: BoardBookingFragment;
  act: 'reject' | 'cancel';
}

/** Saying no to a booking, or calling it off: never without a reason. */
export default function ReasonModal({ of, onClose, onDone }: { of: Refusing | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [reject, isRejecting] = useAct(RejectBookingDocument);
  const [cancel, isCancelling] = useAct(CancelBookingDocument);
  const who = of?.booking.resident?.name ?? of?.booking.title;
  const done = (): void => {
    void message.success(t('act.done'));
    onDone();
    onClose();
  };
  const send = (reason: string): Promise<boolean> => {
    const bookingId = of?.booking.id ?? '';
    return of?.act === 'cancel' ? act.send(() => cancel({ input: { bookingId, reason } }), done) : act.send(() => reject({ input: { bookingId, reason } }), done);
  };
  return (
    <ActModal<{ reason: string }>
      open={of !== null}
      title={t(of?.act === 'cancel' ? 'act.cancelOf' : 'act.rejectOf', { who })}
      lead={of && [of.booking.space?.name, dayTime(of.booking.startsAt), of.booking.title].filter(Boolean).join(' · ')}
      submit={t(of?.act === 'cancel' ? 'act.cancel' : 'act.reject')}
      danger
      busy={isRejecting || isCancelling}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) => void send(reason)}
    >
      <Form.Item name="reason" label={t('act.reason')} extra={t('act.reasonHint')} rules={needed(t('act.reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
