import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '../core/auth/useSession';
import { SignInForm } from './SignInForm';

// Above every dialog that may stand open, and below the short messages (2010).
const ABOVE = 1900;

/** The session has ended beneath an open page: whoever signs in again goes on where they were. */
export default function Ended() {
  const { t } = useTranslation();
  const { me } = useSession();
  return (
    <Modal open title={t('signIn.title')} footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={400} zIndex={ABOVE} destroyOnHidden>
      <p className="muted">{t('signIn.ended')}</p>
      <SignInForm login={me?.login ?? ''} />
    </Modal>
  );
}
