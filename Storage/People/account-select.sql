select id, account, password_hash, display_name, reference, roles
from accounts
