import { Button, Form, Modal } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRenewal } from './afresh';
import type { ActForm } from './useActForm';

interface Shown<Values> {
  open: boolean;
  title: ReactNode;
  lead?: ReactNode;
  submit: string;
  danger?: boolean;
  busy: boolean;
  disabled?: boolean;
  width?: number;
  act: ActForm<Values>;
  initial?: Partial<Values>;
  onSubmit: (values: Values) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** One act in a dialog: it names its object, keeps what was typed, and cannot be sent twice. */
export function ActModal<Values extends object>({ open, title, lead, submit, danger = false, busy, disabled = false, width = 480, act, initial, onSubmit, onClose, children }: Shown<Values>) {
  const { t } = useTranslation();
  const id = useId();
  useRenewal(open);
  return (
    <Modal
      open={open}
      title={title}
      width={width}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={() => !busy && onClose()}
      afterOpenChange={(is) => !is && act.clear()}
      footer={[
        <Button key="no" onClick={onClose} disabled={busy}>{t('act.cancel')}</Button>,
        <Button key="yes" type="primary" danger={danger} htmlType="submit" form={id} loading={busy} disabled={disabled}>{submit}</Button>,
      ]}
    >
      {lead && <div className="muted" style={{ marginBottom: 16 }}>{lead}</div>}
      {act.problem && <p className="form-error" role="alert">{act.problem}</p>}
      <Form<Values> id={id} form={act.form} layout="vertical" preserve={false} initialValues={initial as Values} onFinish={onSubmit} scrollToFirstError={{ focus: true }}>
        {children}
      </Form>
    </Modal>
  );
}
