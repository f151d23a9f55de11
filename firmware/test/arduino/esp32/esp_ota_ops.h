#pragma once
extern "C" {
int esp_ota_mark_app_valid_cancel_rollback();
bool verifyRollbackLater();  // the core's own, weak: false
}
