// The words of sign-in and account.
export default {
  'sign-in': 'Sign in', 'sign-in-sub': 'Officials and firms see what their rights open to them.', refused: 'Not signed in', name: 'Account', password: 'Password', code: 'One-time code (6 digits)', enter: 'Sign in', or: 'or', with: 'Sign in with {provider}', public: 'Air quality, rankings and the text of the plan are open without sign-in.',
  nobody: 'Nobody is signed in.', 'must-change': 'This is a one-time password. Choose your own before you go on.', me: 'Account', 'shown-name': 'Shown as', role: 'Role', region: 'Region', body: 'Body', entity: 'Firm', last: 'Last sign-in',
  'change-password': 'Change the password', 'password-changed': 'The password is changed.', old: 'Present password', new: 'New password', again: 'New password again', differs: 'The two differ', change: 'Change',
  totp: 'One-time codes (two-step sign-in)', 'totp-on': 'on', 'totp-off': 'off', 'totp-why': 'With it a sign-in also asks for the six digits of an authenticator app.', 'totp-begin': 'Turn on', 'totp-scan': 'Scan this with an authenticator app, or type the secret below; then enter the code it shows.', 'totp-picture': 'QR code of the secret; the text is below', 'totp-confirm': 'Confirm', 'totp-remove': 'Turn off',
  nowhere: 'No such page', 'nowhere-hint': 'The address may be wrong or have changed.',
}
