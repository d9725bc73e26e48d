"""Users, sessions, allauth: login, limits, two-factor authentication."""

from portal.settings.env import env

AUTH_USER_MODEL = "people.User"
# One backend: a wrong password costs one hash, whether or not the address is known.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_learning"
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "people.forms.LoginForm",
    "signup": "people.forms.SignupForm",
    "add_email": "people.forms.AddEmailForm",
    "change_password": "people.forms.ChangePasswordForm",
    "set_password": "people.forms.SetPasswordForm",
    "reset_password": "people.forms.ResetPasswordForm",
    "reset_password_from_key": "people.forms.ResetPasswordKeyForm",
    "reauthenticate": "people.forms.ReauthenticateForm",
    "request_login_code": "people.forms.RequestLoginCodeForm",
    "confirm_login_code": "people.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "people.forms.ConfirmEmailVerificationCodeForm",
}
# A classroom of forty shares one address of the network: limits per such address are wide, those
# per account narrow. `_here` and `login_failed` count an account as seen from one network, so that
# a stranger elsewhere does not lock its owner out (people/limits.py); the others are coarse limits.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    # A day's limit for a network, too: one wrong password for each of many accounts.
    "login_failed": "60/m/ip,100/d/ip,6/5m/key,30/d/key",
    "login_failed_account": "300/d/key",
    "signup": "100/h/ip,400/d/ip",
    "request_login_code": "60/m/ip,600/d/ip,30/h/key",
    "request_login_code_here": "5/10m/key,12/h/key",
    "reset_password": "60/m/ip,300/d/ip,30/h/key",
    "reset_password_here": "5/10m/key,12/h/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "people.forms.SecondStepForm",
    "reauthenticate": "people.forms.SecondStepAgainForm",
    "activate_totp": "people.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
STAFF_NEED_SECOND_FACTOR = True
# New users log in by a mailed code: no password is set in the admin, none is mailed.
WAGTAILUSERS_PASSWORD_ENABLED = False
