/* SPDX-License-Identifier: MIT */
/* Shares that tell how the administration serves and whether it is honest. */
#include "governance.h"

#include "../share.h"

SHARE_INDICATOR(governance_online_services, "governance.online_services", CHISO_STOCK_LAST,
		("online", "{procedure}", "Procedures offered wholly on line",
		 "Số thủ tục cung cấp dịch vụ công trực tuyến toàn trình"),
		("procedures", "{procedure}", "Procedures", "Tổng số thủ tục hành chính"),
		"more procedures on line than there are",
		"số thủ tục trực tuyến nhiều hơn tổng số thủ tục",
		"Procedures offered wholly on line", "Tỷ lệ thủ tục cung cấp trực tuyến toàn trình",
		"Administrative procedures that can be gone through on line from end to end, of "
		"all.",
		"Tỷ lệ thủ tục hành chính cung cấp dịch vụ công trực tuyến toàn trình.", HERE);
SHARE_INDICATOR(governance_satisfaction, "governance.satisfaction", CHISO_FLOW,
		("satisfied", "{person}", "People satisfied", "Số người hài lòng"),
		("asked", "{person}", "People who answered", "Số người trả lời"),
		"more people are satisfied than answered",
		"số người hài lòng nhiều hơn số người trả lời",
		"People satisfied with public services",
		"Tỷ lệ người dân hài lòng với dịch vụ công",
		"People satisfied with their last experience of public services, of those asked.",
		"Tỷ lệ người dân hài lòng với lần sử dụng dịch vụ công gần nhất.",
		HERE "; SDG 16.6.2 metadata, UNDP");
SHARE_INDICATOR(governance_asset_declarations, "governance.asset_declarations", CHISO_FLOW,
		("declared", "{person}", "Persons who declared assets and income",
		 "Số người đã kê khai tài sản, thu nhập"),
		("obliged", "{person}", "Persons obliged to", "Số người có nghĩa vụ kê khai"),
		"more persons declared than were obliged to",
		"số người đã kê khai nhiều hơn số người có nghĩa vụ",
		"Declarations of assets and income", "Tỷ lệ kê khai tài sản, thu nhập",
		"Officials who declared their assets and income, of those obliged to.",
		"Tỷ lệ người có nghĩa vụ đã kê khai tài sản, thu nhập.", HERE);
SHARE_INDICATOR(governance_asset_recovery, "governance.asset_recovery", CHISO_FLOW,
		("recovered", "VND", "Assets recovered", "Tài sản đã thu hồi"),
		("lost", "VND", "Assets lost to corruption and waste",
		 "Tài sản thiệt hại do tham nhũng, lãng phí"),
		"more was recovered than lost", "tài sản thu hồi nhiều hơn tài sản thiệt hại",
		"Assets recovered", "Tỷ lệ thu hồi tài sản tham nhũng, lãng phí",
		"Assets recovered in cases of corruption and waste, of what was lost.",
		"Tỷ lệ tài sản thu hồi được trong các vụ việc tham nhũng, lãng phí.", HERE);
