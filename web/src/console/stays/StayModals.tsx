import { CancelModal, CheckOutModal, ExtendModal, RegistrationModal, type Subject } from './LeaveModals';
import { TransferModal } from './TransferModal';

export type Way = 'checkOut' | 'transfer' | 'extend' | 'cancel' | 'registration';

interface Shown {
  stay: Subject;
  way: Way | null;
  onClose: () => void;
  onDone: () => void;
}

/** The dialogs of all that can be done with a stay; `way` names the one that is open. */
export default function StayModals({ stay, way, onClose, onDone }: Shown) {
  const of = (which: Way) => ({ stay: way === which ? stay : null, onClose, onDone });
  return (
    <>
      <CheckOutModal {...of('checkOut')} />
      <TransferModal {...of('transfer')} />
      <ExtendModal {...of('extend')} />
      <CancelModal {...of('cancel')} />
      <RegistrationModal {...of('registration')} />
    </>
  );
}
