"""Where each of the forty bad inputs is tested for itself, by number, in the files of tests/.

The run over all of them together is in assets/test_mixed_folder.py; what makes them is in bad_inputs.py.
"""

_CLEANED = "articles/test_bad_inputs.py::test_each_is_an_article_or_a_refusal_for_the_reason_that_the_table_tells"
_FLAGGED = "articles/test_bad_inputs.py::test_what_was_mended_is_flagged"

TESTS: dict[int, tuple[str, ...]] = {
    1: ("sources/test_folder.py::test_a_file_of_nothing_is_empty", "articles/test_clean.py::test_refusals"),
    2: ("articles/test_decode.py::test_renamed_binaries_are_known_by_their_first_bytes",),
    3: (
        "sources/test_folder.py::test_a_file_over_the_cap_is_not_read",
        "sources/test_source_tables.py::test_a_line_over_the_cap_is_passed_over",
    ),
    4: (_CLEANED,),
    5: (_CLEANED,),
    6: (_CLEANED, "articles/test_decode.py::test_unicode_is_read_with_and_without_a_mark"),
    7: (_CLEANED, _FLAGGED),
    8: (
        _CLEANED,
        _FLAGGED,
        "articles/test_bad_inputs.py::"
        "test_a_text_that_was_read_in_a_wrong_encoding_is_put_right_where_its_source_wants_that",
    ),
    9: (_CLEANED, _FLAGGED),
    10: (_CLEANED, _FLAGGED),
    11: (
        "sources/test_source_tables.py::test_half_a_pair_of_surrogates_is_replaced",
        "articles/test_web.py::test_lone_surrogates_in_json_do_no_harm",
    ),
    12: (_CLEANED,),
    13: (_CLEANED,),
    14: (_CLEANED,),
    15: (_CLEANED,),
    16: (_CLEANED, "articles/test_bad_inputs.py::test_a_large_description_of_an_article_is_cut"),
    17: (_CLEANED,),
    18: (_CLEANED,),
    19: (_CLEANED,),
    20: (
        _CLEANED,
        "sources/test_feed.py::test_entities_are_neither_expanded_nor_followed",
        "sources/test_sitemap.py::test_what_is_no_sitemap_is_refused",
    ),
    21: (_CLEANED, "sources/test_feed.py::test_entities_are_neither_expanded_nor_followed"),
    22: ("sources/test_feed.py::test_what_is_no_feed_is_refused",),
    23: ("sources/test_feed.py::test_only_so_many_items_are_taken_and_the_rest_is_told_of_quickly",),
    24: ("sources/test_feed.py::test_what_parses_of_a_damaged_feed_is_taken_with_a_flag",),
    25: ("sources/test_feed.py::test_items_without_guid_link_or_date_are_told_apart",),
    26: (_CLEANED, _FLAGGED, "articles/test_bad_inputs.py::test_a_date_out_of_range_keeps_its_words_and_nothing_else"),
    27: (
        "articles/test_bad_inputs.py::test_unclear_dates_are_none_unless_the_source_says_how_it_writes_them",
        "articles/test_dates.py::test_what_is_ambiguous_or_relative_is_no_date",
    ),
    28: ("articles/test_bad_inputs.py::test_nothing_dates_what_has_no_date",),
    29: ("warehouse/test_versions.py::test_a_new_text_is_coded_and_a_new_update_line_is_not",),
    30: (
        "warehouse/test_versions.py::test_addresses_that_lead_to_one_article_are_one",
        "sources/test_fetch.py::test_an_address_is_known_by_what_is_read_not_by_who_sent_the_reader",
    ),
    31: ("warehouse/test_versions.py::test_a_canonical_address_that_many_articles_share_is_ignored",),
    32: (
        "sources/test_source_tables.py::test_of_two_rows_with_one_id_the_last_counts",
        "sources/test_source_tables.py::test_a_bad_row_costs_itself_alone",
        "sources/test_source_tables.py::test_a_table_most_of_whose_rows_are_bad_is_left",
    ),
    33: (
        "sources/test_source_tables.py::test_a_parquet_file_without_its_end_is_damaged",
        "sources/test_folder.py::test_a_file_that_grows_is_left_for_the_next_time",
    ),
    34: ("sources/test_warc.py::test_wherever_an_archive_is_cut_the_full_records_are_kept",),
    35: ("sources/test_warc.py::test_a_corrupt_member_costs_itself_alone",),
    36: (
        "sources/test_archives.py::test_bombs_are_left",
        "sources/test_archives.py::test_an_archive_in_an_archive_is_not_opened",
        "sources/test_fetch.py::test_a_bomb_is_not_unpacked",
        "sources/test_source_tables.py::test_a_parquet_bomb_is_left",
        "sources/test_warc.py::test_a_page_that_unpacks_to_far_more_is_refused",
    ),
    37: (
        "sources/test_archives.py::test_a_name_that_leads_out_is_refused",
        "sources/test_archives.py::test_a_name_with_a_zero_is_refused",
        "sources/test_folder.py::test_a_manifest_that_makes_no_sense_is_refused_and_the_files_are_read",
    ),
    38: (
        "sources/test_folder.py::test_links_are_not_followed",
        "sources/test_folder.py::test_a_pipe_does_not_hold_the_reader",
        "sources/test_folder.py::test_a_file_without_permission_is_unreadable",
    ),
    39: (
        "sources/test_fetch.py::test_redirects_are_followed_and_counted",
        "sources/test_fetch.py::test_a_redirect_leads_nowhere_that_an_address_may_not",
        "sources/test_fetch.py::test_a_private_address_is_not_asked_however_it_is_written",
        "sources/test_fetch.py::"
        "test_a_name_that_leads_elsewhere_the_second_time_is_connected_to_where_it_was_seen_to_lead",
    ),
    40: (
        "sources/test_fetch.py::test_a_server_that_sends_a_byte_now_and_then_is_cut_off",
        "sources/test_fetch.py::test_too_much_is_not_read_to_the_end",
        "sources/test_fetch.py::test_a_length_that_is_not_true_is_no_whole_page",
        "sources/test_fetch.py::test_a_site_that_asks_to_wait_is_left_alone",
        "articles/test_access.py::test_a_page_that_asks_who_reads_it_is_no_article",
    ),
}
