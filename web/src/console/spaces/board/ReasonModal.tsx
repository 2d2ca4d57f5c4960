import { App, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { dayTime } from '../../../core/format';
import type { SeriesScope } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { CancelBookingDocument, RejectBookingDocument, type BoardBookingFragment } from './board.gen';
import { SCOPES } from './series';

export interface Refusing {
  booking: BoardBookingFragment;
  act: 'reject' | 'cancel';
}

interface Typed {
  reason: string;
  /** Which bookings of a series are called off. */
  scope?: SeriesScope;
}

/** Saying no to a booking, or calling it off: never without a reason. */
export default function ReasonModal({ of, onClose, onDone }: { of: Refusing | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const [reject, isRejecting] = useAct(RejectBookingDocument);
  const [cancel, isCancelling] = useAct(CancelBookingDocument);
  const who = of?.booking.resident?.name ?? of?.booking.title;
  const done = (): void => {
    void message.success(t('act.done'));
    onDone();
    onClose();
  };
  const send = ({ reason, scope }: Typed): Promise<boolean> => {
    const bookingId = of?.booking.id ?? '';
    return of?.act === 'cancel' ? act.send(() => cancel({ input: { bookingId, reason, scope: scope ?? 'THIS' } }), done) : act.send(() => reject({ input: { bookingId, reason } }), done);
  };
  return (
    <ActModal<Typed>
      open={of !== null}
      title={t(of?.act === 'cancel' ? 'act.cancelOf' : 'act.rejectOf', { who })}
      lead={of && [of.booking.space?.name, dayTime(of.booking.startsAt), of.booking.title].filter(Boolean).join(' · ')}
      submit={t(of?.act === 'cancel' ? 'act.cancel' : 'act.reject')}
      danger
      busy={isRejecting || isCancelling}
      act={act}
      onClose={onClose}
      initial={{ scope: 'THIS' }}
      onSubmit={(typed) => void send(typed)}
    >
      {of?.act === 'cancel' && of.booking.series && <Form.Item name="scope" label={t('series.which')}><Segmented block options={SCOPES.map((value) => ({ value, label: t(`series.scopes.${value}`) }))} /></Form.Item>}
      <Form.Item name="reason" label={t('act.reason')} extra={t('act.reasonHint')} rules={needed(t('act.reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
