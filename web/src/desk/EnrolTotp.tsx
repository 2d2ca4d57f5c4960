import { Button, Form, Input, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BeginTotpDocument, ConfirmTotpDocument } from '../core/auth/auth.gen';
import { identity, signOut, welcome } from '../core/auth/session';
import { ask } from '../core/data/wire';

/** Binding an authenticator: its secret to type in, then the first code. */
export default function EnrolTotp() {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let gone = false;
    void (async () => {
      const { beginTotp } = await ask(BeginTotpDocument, {}, await identity());
      if (gone) return;
      if (beginTotp.__typename === 'TotpEnrolment') setSecret(beginTotp.secret);
      else if ('message' in beginTotp) setProblem(beginTotp.message);
    })().catch(() => setProblem(t('error.network')));
    return () => void (gone = true);
  }, [t]);

  async function confirm({ code }: { code: string }): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { confirmTotp } = await ask(ConfirmTotpDocument, { input: { code: code.trim() } }, await identity());
      if (confirmTotp.__typename === 'Me') welcome(confirmTotp);
      else if ('message' in confirmTotp) setProblem(confirmTotp.message);
    } catch {
      setProblem(t('error.network'));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <p className="muted">{t('signIn.enrolHint')}</p>
      {secret ? (
        <p>
          <span className="muted">{t('signIn.enrolSecret')}</span>
          <code className="secret">{secret.replace(/(.{4})/g, '$1 ').trim()}</code>
        </p>
      ) : (
        !problem && <Skeleton active paragraph={{ rows: 1 }} title={false} />
      )}
      <Form layout="vertical" requiredMark={false} onFinish={(typed: { code: string }) => void confirm(typed)}>
        <Form.Item name="code" label={t('signIn.totp')} rules={[{ required: true, message: t('error.required', { label: t('signIn.totp') }) }]}>
          <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
        {problem && <p className="form-error" role="alert">{problem}</p>}
        <Button type="primary" size="large" htmlType="submit" block loading={busy} disabled={!secret}>{t('signIn.enrolSubmit')}</Button>
        <Button type="link" block onClick={() => void signOut()}>{t('app.signOut')}</Button>
      </Form>
    </>
  );
}
