import { Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignIn, type Typed, type Way } from '../core/auth/useSignIn';

/** Signing in by password or by a code; the second factor is asked for where the account has one. */
export function SignInForm({ login = '' }: { login?: string }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('password');
  const [form] = Form.useForm<Typed>();
  const { busy, problem, wantsTotp, sent, wait, submit, sendCode } = useSignIn();
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('error.required', { label }) }];

  async function askForCode(): Promise<void> {
    const { phone } = await form.validateFields(['phone']);
    await sendCode(phone);
  }

  return (
    <Form<Typed> form={form} layout="vertical" requiredMark={false} initialValues={{ login, password: '', phone: '', code: '', totp: '' }} onFinish={(typed) => void submit(way, { ...form.getFieldsValue(true), ...typed })}>
      <Segmented<Way> block value={way} onChange={setWay} style={{ marginBottom: 20 }} options={[{ value: 'password', label: t('signIn.byPassword') }, { value: 'code', label: t('signIn.byCode') }]} />
      {way === 'password' ? (
        <>
          <Form.Item name="login" label={t('signIn.login')} rules={needed(t('signIn.login'))}>
            <Input size="large" autoComplete="username" autoCapitalize="off" />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={needed(t('signIn.password'))}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
        </>
      ) : (
        <>
          <Form.Item name="phone" label={t('signIn.phone')} rules={needed(t('signIn.phone'))}>
            <Input size="large" type="tel" inputMode="tel" autoComplete="tel" />
          </Form.Item>
          <Form.Item label={t('signIn.code')} htmlFor="code" extra={sent}>
            <div style={{ display: 'flex', gap: 8 }}>
              <Form.Item name="code" noStyle rules={needed(t('signIn.code'))}>
                <Input id="code" size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
              </Form.Item>
              <Button size="large" disabled={busy || wait > 0} onClick={() => void askForCode().catch(() => undefined)}>
                {wait > 0 ? t('signIn.again', { seconds: wait }) : t('signIn.sendCode')}
              </Button>
            </div>
          </Form.Item>
        </>
      )}
      {wantsTotp && (
        <Form.Item name="totp" label={t('signIn.totp')} extra={t('signIn.totpHint')} rules={needed(t('signIn.totp'))}>
          <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      )}
      {problem && <p className="form-error" role="alert">{problem}</p>}
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>{t('signIn.submit')}</Button>
    </Form>
  );
}
